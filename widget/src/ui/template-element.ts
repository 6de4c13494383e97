import { render, type TemplateResult } from "lit-html";
import { styles } from "./styles";

/**
 * A custom element that shows a template of lit-html in its shadow root. Changes of one task are shown together.
 * LitElement does the same and more, for a tenth of the widget's size.
 */
export abstract class TemplateElement<Props> extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #props: Props | undefined;
  #shown: Props | undefined;
  #isPending = false;

  /**
   * @param css its style sheet besides the theme's. A Content-Security-Policy does not apply to constructed style
   * sheets.
   */
  constructor(css: string) {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles.theme + css);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** The properties that its owner sets. */
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

  /** Shows what has changed, at the end of the task. */
  update(): void {
    if (!this.#isPending) {
      this.#isPending = true;
      queueMicrotask(() => this.#show());
    }
  }

  abstract template(): TemplateResult;

  /** Called before changes are shown. @param _before the properties before the change, undefined at first */
  beforeUpdate(_before: Props | undefined): void {}

  /** Called when changes are shown. */
  afterUpdate(): void {}

  /** Returns an element of its template. */
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
