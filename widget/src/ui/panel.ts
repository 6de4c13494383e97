import { html, nothing, type TemplateResult } from "lit-html";
import type { ChatClient } from "../client/chat-client";
import type { ChatState } from "../client/chat-state";
import type { ChatMessage } from "../client/message";
import { directionOf, languageOf } from "../page-language";
import type { WidgetSettings } from "../settings";
import { chooseTexts } from "../texts/choose-texts";
import type { Texts } from "../texts/texts";
import { ChatComposer, type ComposerActions, type ComposerProps } from "./composer";
import { icons } from "./icons";
import type { MessageActions } from "./message-view";
import { ChatMessages, type MessagesProps } from "./messages";
import { styles } from "./styles";
import { TemplateElement } from "./template-element";
import { followVisibleArea } from "./visible-area";

/** A connection that takes so long is worth a word. */
const patienceMilliseconds = 2500;

/** What the panel shows. */
export interface PanelProps {
  readonly client: ChatClient<File>;
  readonly state: ChatState;
  readonly settings: WidgetSettings;
  readonly isOpen: boolean;
  /** Called when the visitor closes the panel. */
  readonly onClose: () => void;
}

/** The panel: a heading, the messages, and the composer. */
export class ChatPanel extends TemplateElement<PanelProps> {
  #isDropping = false;
  #isSlow = false;
  #wasOpened = false;
  #notes: PanelProps["client"]["notes"] | undefined;
  #announcement = "";
  #unfollow = () => {};
  #slowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super(styles.panel);
  }

  connectedCallback(): void {
    this.#unfollow = followVisibleArea(this);
  }

  disconnectedCallback(): void {
    this.#unfollow();
  }

  /** Reads a message out to those who cannot see it. */
  announce({ text, file }: ChatMessage): void {
    this.#announcement = `${this.#texts.host}: ${text || (file?.name ?? "")}`;
    this.update();
  }

  override beforeUpdate(shown: PanelProps | undefined): void {
    const { isOpen, settings } = this.props;
    this.hidden = !isOpen;
    this.setAttribute("side", settings.position ?? (this.#direction === "rtl" ? "left" : "right"));
    this.#wasOpened = isOpen && !shown?.isOpen;
    this.#noteConnection();
  }

  override afterUpdate(): void {
    const { notes } = this.props.client;
    if (this.#notes !== notes) {
      // Another visitor: what the one before has typed is not theirs.
      this.#notes = notes;
      this.#composer?.replaceText(notes.draft);
    }
    if (this.#wasOpened) {
      this.#messages?.scrollToEnd();
      // The composer shows itself at the end of the task.
      queueMicrotask(() => this.#composer?.focus());
    }
  }

  override template(): TemplateResult {
    const texts = this.#texts;
    const { client, state, settings, onClose } = this.props;
    const { heading, greeting, askName, privacyUrl } = settings;
    const title = heading ?? texts.title;
    const messages: MessagesProps = {
      state,
      look: { texts, language: languageOf(settings), actions: this.#messageActions },
      greeting: greeting ?? texts.greeting,
      onOlder: () => client.loadOlder(),
    };
    const composer: ComposerProps = {
      texts,
      asksName: askName === true && state.name === undefined,
      privacyUrl: safeUrl(privacyUrl),
      actions: this.#composerActions,
    };
    return html`<div
      class="dialog"
      role="dialog"
      aria-label=${title}
      dir=${this.#direction}
      lang=${languageOf(settings)}
      @keydown=${this.#onKey}
      @dragover=${this.#onDragOver}
      @dragleave=${this.#onDragLeave}
      @drop=${this.#onDrop}
    >
      <header>
        <span class="mark">${icons.bubble}</span>
        <h2>${title}</h2>
        <button class="round" aria-label=${texts.close} @click=${onClose}>${icons.close}</button>
      </header>
      ${this.#statusView(texts)}
      <kite-chat-messages .props=${messages}></kite-chat-messages>
      <kite-chat-composer .props=${composer}></kite-chat-composer>
      <div class="hidden" aria-live="polite">${this.#announcement}</div>
      ${this.#isDropping ? html`<div class="drop">${texts.dropHere}</div>` : nothing}
    </div>`;
  }

  #statusView(texts: Texts): TemplateResult {
    const { client, state } = this.props;
    const { connection } = state;
    const isGivenUp = connection === "paused" || connection === "unavailable";
    const words = {
      offline: texts.offline,
      paused: texts.paused,
      unavailable: texts.unavailable,
      lost: navigator.onLine ? texts.connecting : texts.offline,
      connecting: texts.connecting,
    };
    const isWaiting = connection === "connecting" || connection === "lost";
    const text =
      isWaiting && !this.#isSlow ? undefined : (words as Readonly<Record<string, string>>)[connection];
    return html`<div role="status">
      ${
        text === undefined
          ? nothing
          : html`<div class="status">
              <span>${text}</span>
              ${
                isGivenUp
                  ? html`<button class="action" @click=${() => client.reconnect()}>
                      ${connection === "paused" ? texts.reconnect : texts.tryAgain}
                    </button>`
                  : nothing
              }
            </div>`
      }
      ${client.isPersistent ? nothing : html`<div class="status">${texts.notKept}</div>`}
    </div>`;
  }

  get #texts(): Texts {
    return chooseTexts(languageOf(this.props.settings), this.props.settings.texts);
  }

  get #direction(): "ltr" | "rtl" {
    return directionOf(this.props.settings);
  }

  get #composer(): ChatComposer | null {
    return this.find<ChatComposer>("kite-chat-composer");
  }

  get #messages(): ChatMessages | null {
    return this.find<ChatMessages>("kite-chat-messages");
  }

  readonly #messageActions: MessageActions = {
    retry: (messageId) => this.props.client.retry(messageId),
    discard: (messageId) => this.props.client.discard(messageId),
    chooseAgain: (messageId) => {
      this.props.client.discard(messageId);
      this.#composer?.chooseFiles();
    },
  };

  readonly #composerActions: ComposerActions = {
    send: (text, name) => {
      if (name !== undefined) {
        this.props.client.setName(name);
      }
      this.props.client.send(text);
    },
    attach: (file) => this.props.client.attach(file),
    keepDraft: (text) => {
      this.props.client.notes.draft = text;
    },
  };

  readonly #onKey = (event: KeyboardEvent) => {
    // The page's own keyboard shortcuts are not meant while the visitor writes.
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) {
      this.props.onClose();
    }
  };

  readonly #onDragOver = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      this.#drop(true);
    }
  };

  readonly #onDragLeave = ({ relatedTarget }: DragEvent) => {
    this.#drop(relatedTarget instanceof Node && this.root.contains(relatedTarget));
  };

  readonly #onDrop = (event: DragEvent) => {
    event.preventDefault();
    this.#drop(false);
    this.#composer?.attach([...(event.dataTransfer?.files ?? [])]);
  };

  #drop(isDropping: boolean): void {
    if (this.#isDropping !== isDropping) {
      this.#isDropping = isDropping;
      this.update();
    }
  }

  #noteConnection(): void {
    const isWaiting = ["connecting", "lost", "offline"].includes(this.props.state.connection);
    if (!isWaiting) {
      clearTimeout(this.#slowTimer);
      this.#slowTimer = undefined;
      this.#isSlow = false;
    } else {
      this.#slowTimer ??= setTimeout(() => {
        this.#isSlow = true;
        this.update();
      }, patienceMilliseconds);
    }
  }
}

/** Only addresses of the web: the page's settings may come from a content management system. */
function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined &&
    URL.canParse(url, location.href) &&
    /^https?:/.test(new URL(url, location.href).href)
    ? url
    : undefined;
}

/** Makes a panel. The elements may be those of another copy of the bundle: a name can be defined only once. */
export function createPanel(): ChatPanel {
  for (const [name, element] of [
    ["kite-chat-messages", ChatMessages],
    ["kite-chat-composer", ChatComposer],
    ["kite-chat-panel", ChatPanel],
  ] as const) {
    if (customElements.get(name) === undefined) {
      customElements.define(name, element);
    }
  }
  return document.createElement("kite-chat-panel") as ChatPanel;
}
