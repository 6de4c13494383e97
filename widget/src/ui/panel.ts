import { html, nothing, type TemplateResult } from "lit-html";
import type { ChatClient } from "../client/chat-client";
import type { ChatState } from "../client/chat-state";
import type { ChatMessage } from "../client/message";
import type { ResolvedSettings } from "../settings";
import type { Texts } from "../texts/texts";
import { ChatComposer, type ComposerActions, type ComposerProps } from "./composer";
import { icons } from "./icons";
import type { MessageActions } from "./message-view";
import { ChatMessages, type MessagesProps } from "./messages";
import { styles } from "./styles";
import { TemplateElement } from "./template-element";
import { followVisibleArea } from "./visible-area";

/** Time after which the panel shows that it is still connecting. */
const patienceMilliseconds = 2500;

/**
 * Matches a screen that is so small that the panel covers it. The panel is then a modal dialog. launcher.css contains
 * the same query.
 */
const smallScreen = matchMedia("(max-width: 519px), (max-height: 479px)");

/** Properties of the panel. */
export interface PanelProps {
  readonly client: ChatClient<File>;
  readonly state: ChatState;
  readonly settings: ResolvedSettings;
  /** The texts of the language. Texts in the settings replace them. */
  readonly texts: Texts;
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
    smallScreen.addEventListener("change", this.#onResize);
    this.update();
  }

  disconnectedCallback(): void {
    this.#unfollow();
    smallScreen.removeEventListener("change", this.#onResize);
  }

  /** Announces a message to screen readers. */
  announce({ text, file }: ChatMessage): void {
    this.#announcement = `${this.#texts.host}: ${text || (file?.name ?? "")}`;
    this.update();
  }

  override beforeUpdate(shown: PanelProps | undefined): void {
    const { isOpen, settings } = this.props;
    this.hidden = !isOpen;
    this.setAttribute("side", settings.position);
    this.toggleAttribute("full", this.#isPage || smallScreen.matches);
    this.#wasOpened = isOpen && !shown?.isOpen;
    this.#noteConnection();
  }

  override afterUpdate(): void {
    this.#present();
    const { notes } = this.props.client;
    if (this.#notes !== notes) {
      // The visitor has changed, so the draft of the previous visitor is replaced.
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
      look: { texts, language: settings.language, actions: this.#messageActions },
      greeting: greeting ?? texts.greeting,
      onOlder: (isAsked) => client.loadOlder(isAsked),
    };
    const composer: ComposerProps = {
      texts,
      asksName: askName === true && state.name === undefined,
      privacyUrl: safeUrl(privacyUrl),
      actions: this.#composerActions,
    };
    return html`<dialog
      aria-label=${title}
      dir=${settings.direction}
      lang=${settings.language}
      @cancel=${this.#onCancel}
      @keydown=${this.#onKey}
      @dragover=${this.#onDragOver}
      @dragleave=${this.#onDragLeave}
      @drop=${this.#onDrop}
    >
      <header>
        <span class="mark">${icons.bubble}</span>
        <h2>${title}</h2>
        ${
          this.#isPage
            ? nothing
            : html`<button class="round" aria-label=${texts.close} @click=${onClose}>${icons.close}</button>`
        }
      </header>
      ${this.#statusView(texts)}
      <kite-chat-messages .props=${messages}></kite-chat-messages>
      <kite-chat-composer .props=${composer}></kite-chat-composer>
      <div class="hidden" aria-live="polite">${this.#announcement}</div>
      ${this.#isDropping ? html`<div class="drop">${texts.dropHere}</div>` : nothing}
    </dialog>`;
  }

  #statusView(texts: Texts): TemplateResult {
    const { client, state } = this.props;
    const { connection } = state;
    const isGivenUp = connection === "paused" || connection === "unavailable";
    const isWaiting = connection === "connecting" || connection === "lost";
    const reason = connection === "lost" ? (navigator.onLine ? "connecting" : "offline") : connection;
    // The text of a state has the state's name. A state without a text shows nothing.
    const text = isWaiting && !this.#isSlow ? undefined : texts[reason as keyof Texts];
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
      ${state.isPersistent ? nothing : html`<div class="status">${texts.notKept}</div>`}
    </div>`;
  }

  get #texts(): Texts {
    return { ...this.props.texts, ...this.props.settings.texts };
  }

  get #isPage(): boolean {
    return this.props.settings.display === "page";
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

  readonly #onResize = () => this.update();

  /** Called by Android's back gesture. It closes the panel and does not leave the page. */
  readonly #onCancel = (event: Event) => {
    event.preventDefault();
    this.props.onClose();
  };

  readonly #onKey = (event: KeyboardEvent) => {
    // The page's keyboard shortcuts must not run while the visitor writes.
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

  /** Opens or closes the dialog. A modal dialog keeps the focus, and the browser makes the rest of the page inert. */
  #present(): void {
    const dialog = this.find<HTMLDialogElement>("dialog");
    const { isOpen } = this.props;
    const isModal = smallScreen.matches && !this.#isPage;
    if (
      !dialog ||
      !this.isConnected ||
      (dialog.open === isOpen && dialog.matches(":modal") === (isOpen && isModal))
    ) {
      return;
    }
    const focused = this.root.activeElement;
    dialog.close();
    if (isOpen) {
      dialog[isModal ? "showModal" : "show"]();
      (focused as HTMLElement | null)?.focus();
    }
  }

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

/** Accepts only http and https URLs, because the page's settings may come from a content management system. */
function safeUrl(url: string | undefined): string | undefined {
  const link = document.createElement("a");
  link.href = url ?? "";
  return /^https?:/.test(link.protocol) ? url : undefined;
}

/** Creates a panel. The elements may be from another copy of the bundle, because a name can be defined only once. */
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
