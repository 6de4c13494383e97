import { memberNameMaxCharacters, textMaxBytes } from "@kite-chat/protocol";
import { html, nothing, type TemplateResult } from "lit-html";
import { acceptedTypes, type FileRefusal, findRefusal } from "../client/file-rules";
import { fill, type Texts } from "../texts/texts";
import { icons } from "./icons";
import { styles } from "./styles";
import { TemplateElement } from "./template-element";

/** Actions of the visitor in the composer. */
export interface ComposerActions {
  /** @param name the name that the visitor entered; undefined if the composer does not ask for a name */
  send(text: string, name: string | undefined): void;
  attach(file: File): void;
  /** Stores the text that the visitor has typed. */
  keepDraft(text: string): void;
}

/** Properties of the composer. */
export interface ComposerProps {
  readonly texts: Texts;
  readonly asksName: boolean;
  readonly privacyUrl: string | undefined;
  readonly actions: ComposerActions;
}

/** The form in which the visitor writes, and chooses, pastes or photographs files. */
export class ChatComposer extends TemplateElement<ComposerProps> {
  #text = "";
  #notice = "";

  constructor() {
    super(styles.composer);
  }

  /** Shows a text that the visitor typed before. */
  replaceText(draft: string): void {
    this.#text = draft;
    this.#notice = "";
    this.update();
  }

  override focus(): void {
    this.#textarea?.focus();
  }

  /** Sends files, or shows why a file cannot be sent. */
  attach(files: Iterable<File>): void {
    for (const file of files) {
      const refusal = findRefusal(file);
      if (refusal === undefined) {
        this.#notice = "";
        this.props.actions.attach(file);
      } else {
        this.#notice = this.#explain(refusal, file.name);
      }
    }
    this.update();
  }

  /** Opens the file dialog. */
  chooseFiles(): void {
    this.find<HTMLInputElement>("input[type=file]")?.click();
  }

  override template(): TemplateResult {
    const { texts, asksName, privacyUrl } = this.props;
    return html`${
      this.#notice === ""
        ? nothing
        : html`<div class="notice" role="alert">
            <span>${this.#notice}</span>
            <button class="action" @click=${this.#dismiss}>${texts.dismiss}</button>
          </div>`
    }
    ${asksName ? this.#nameView() : nothing}
    <form @submit=${this.#onSubmit}>
      <button type="button" class="round" aria-label=${texts.attach} @click=${() => this.chooseFiles()}>
        ${icons.attach}
      </button>
      <input type="file" hidden multiple accept=${acceptedTypes} @change=${this.#onChoose} />
      <textarea
        rows="1"
        dir="auto"
        enterkeyhint="send"
        aria-label=${texts.messageLabel}
        placeholder=${texts.placeholder}
        .value=${this.#text}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
        @paste=${this.#onPaste}
      ></textarea>
      <button class="round send" aria-label=${texts.send} ?disabled=${this.#text.trim() === ""}>
        ${icons.send}
      </button>
    </form>
    ${
      privacyUrl === undefined
        ? nothing
        : html`<a class="privacy" href=${privacyUrl} target="_blank" rel="noopener">${texts.privacy}</a>`
    }`;
  }

  #nameView(): TemplateResult {
    return html`<label class="name">
      ${this.props.texts.nameLabel}
      <input
        type="text"
        autocomplete="name"
        maxlength=${memberNameMaxCharacters}
        placeholder=${this.props.texts.nameHint}
      />
    </label>`;
  }

  get #textarea(): HTMLTextAreaElement | null {
    return this.find("textarea");
  }

  readonly #dismiss = () => {
    this.#notice = "";
    this.update();
    this.focus();
  };

  readonly #onInput = ({ currentTarget }: Event) => {
    const textarea = currentTarget as HTMLTextAreaElement;
    this.#text = textarea.value;
    this.props.actions.keepDraft(this.#text);
    if (this.#notice === this.props.texts.tooLong) {
      this.#notice = "";
    }
    this.update();
    if (!CSS.supports("field-sizing", "content")) {
      textarea.style.height = "auto";
      textarea.style.height = `${textarea.scrollHeight + 2}px`;
    }
  };

  readonly #onKey = (event: KeyboardEvent) => {
    // Enter may also end the composition of a word in an input method. It then does not send the message.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  };

  readonly #onSubmit = (event: Event) => {
    event.preventDefault();
    this.#send();
  };

  readonly #onChoose = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    this.attach([...(input.files ?? [])]);
    input.value = "";
    this.focus();
  };

  readonly #onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      this.attach(files);
    }
  };

  #send(): void {
    const text = this.#text.trim().toWellFormed();
    if (new TextEncoder().encode(text).length > textMaxBytes) {
      this.#notice = this.props.texts.tooLong;
    } else if (text !== "") {
      const name = this.find<HTMLInputElement>(".name input")?.value.trim();
      this.props.actions.send(text, name);
      this.#text = "";
      this.#notice = "";
      this.props.actions.keepDraft("");
      this.#textarea?.style.removeProperty("height");
    }
    this.update();
    this.focus();
  }

  #explain(refusal: FileRefusal, name: string): string {
    const { texts } = this.props;
    switch (refusal.problem) {
      case "type":
        return texts.fileTypes;
      case "empty":
        return fill(texts.fileEmpty, { name });
      case "size":
        return fill(refusal.isPhoto ? texts.photoSize : texts.fileSize, { n: refusal.maxMegabytes });
    }
  }
}
