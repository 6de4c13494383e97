import { render, type TemplateResult } from "lit-html";
import { styles } from "./styles";

/**
 * A custom element that shows a template of lit-html in its shadow root. Changes within one task are shown together.
 * LitElement has these features and more, but would add a tenth to the widget's size.
 */
export abstract class TemplateElement<Props> extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #props: Props | undefined;
  #shown: Props | undefined;
  #isPending = false;

  /**
   * @param css the element's style sheet, which is added to the theme. A Content-Security-Policy does not apply to
   *   constructed style sheets.
   */
  constructor(css: string) {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles.theme + css);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** The properties that the owner of the element sets. */
  get props(): Props {
    return this.#props as Props;
  }

  set props(props: Props) {
    this.#props = props;
    this.update();
  }

  get root(): ShadowRoot {
    return this.#root;
  }

  /** Shows changed properties at the end of the task. */
  update(): void {
    if (!this.#isPending) {
      this.#isPending = true;
      queueMicrotask(() => this.#show());
    }
  }

  abstract template(): TemplateResult;

  /** Called before changes are shown. @param _before the properties before the change, undefined at first */
  beforeUpdate(_before: Props | undefined): void {}

  /** Called after changes are shown. */
  afterUpdate(): void {}

  /** Returns an element of the template. */
  find<T extends Element>(selector: string): T | null {
    return this.#root.querySelector<T>(selector);
  }

  #show(): void {
    this.#isPending = false;
    if (this.#props !== undefined) {
      this.beforeUpdate(this.#shown);
      this.#shown = this.#props;
      render(this.template(), this.#root);
      this.afterUpdate();
    }
  }
}
