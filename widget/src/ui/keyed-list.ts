import { render, type TemplateResult } from "lit-html";

/** An item of a list. */
export interface ListItem {
  /** Identifies the item among the others of the list. */
  readonly key: string;
  readonly className: string;
  readonly content: TemplateResult | string;
}

/**
 * Renders items as `<li>` elements. An item keeps its element when other items are added or removed. A video therefore
 * continues to play, and a button keeps the focus. The `repeat` directive of lit-html has more features, but is four
 * times as large.
 */
export class KeyedList {
  readonly #elements = new Map<string, HTMLLIElement>();

  /** Shows the items in order, as the only children of an element. */
  show(list: Element, items: readonly ListItem[]): void {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, element] of this.#elements) {
      if (!keys.has(key)) {
        element.remove();
        this.#elements.delete(key);
      }
    }
    let place = list.firstElementChild;
    for (const { key, className, content } of items) {
      const element = this.#elements.get(key) ?? document.createElement("li");
      this.#elements.set(key, element);
      element.className = className;
      if (element === place) {
        place = place.nextElementSibling;
      } else {
        list.insertBefore(element, place);
      }
      render(content, element);
    }
  }
}
