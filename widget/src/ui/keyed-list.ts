import { render, type TemplateResult } from "lit-html";

/** An item of a list. */
export interface ListItem {
  /** Identifies the item among the others of the list. */
  readonly key: string;
  readonly className: string;
  readonly content: TemplateResult | string;
}

/**
 * Renders items as `<li>` elements. An item keeps its element while others come and go around it, so that a video plays
 * on and a button keeps the focus. The `repeat` directive of lit-html has more features, but four times the size.
 */
export class KeyedList {
  readonly #elements = new Map<string, HTMLLIElement>();

  /** Shows items, in their order, as the only children of an element. */
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
