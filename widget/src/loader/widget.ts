import { openTabBus } from "../browser/tab-bus";
import type { Chat, ChatBundle } from "../chat-contract";
import { second } from "../client/clock";
import type { TokenSource } from "../client/identity";
import { awaitMilliseconds, awaitsKey, keyPrefix } from "../client/stored-keys";
import { explain } from "../explain";
import type { KiteApi, KiteCall, KiteEvents } from "../kite-api";
import type { ChangeableSettings, ResolvedSettings, WidgetSettings } from "../settings";
import type { Launcher } from "./launcher";
import { baseLanguage, resolveSettings } from "./resolve-settings";

/** Time for which the chat waits for a token before it opens without one. */
const tokenMilliseconds = 5 * second;

/** The element that shows the chat. */
export interface ChatElement extends HTMLElement {
  readonly root: ShadowRoot;
  readonly launcher: Launcher;
  /** Whether the loader placed the element, and not the page. */
  isAutomatic: boolean;
  /** The options in the element's attributes. */
  readonly options: Partial<WidgetSettings>;
}

export interface WidgetProps {
  readonly settings: Partial<WidgetSettings>;
  readonly loaderUrl: string;
  /** Loads the chat in a language, such as `de`. */
  readonly loadChat: (language: string) => Promise<ChatBundle>;
  /** Called when the widget leaves the page for good. */
  readonly onDestroy: () => void;
}

/** The chat of a page: its API and its state. The chat stays when the page replaces the element that shows it. */
export class Widget implements KiteApi {
  readonly #props: WidgetProps;
  #own: ChangeableSettings = {};
  #element: ChatElement | undefined;
  #chat: Chat | undefined;
  #token: TokenSource | undefined;
  /** The language that is or was loaded. Undefined before, and after a failure. */
  #language: string | undefined;
  /** The language of the chat, perhaps with a region. */
  #shown = "";
  #isOpen = false;
  #isLoading = false;
  #isDestroyed = false;
  #unread = 0;
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  constructor(props: WidgetProps) {
    this.#props = props;
  }

  /**
   * Shows the chat in an element. Another element may have shown it before, because some pages replace their bodies.
   */
  attach(element: ChatElement): void {
    const earlier = this.#element === element ? undefined : this.#element;
    if (earlier?.isConnected && !earlier.isAutomatic) {
      explain("this page has a chat already.");
      return;
    }
    this.#element = element;
    earlier?.remove();
    this.#chat?.mount(element.root);
    this.#show();
    if (this.#isPage) {
      this.open();
    } else if (this.#isAwaiting()) {
      void this.#load();
    }
  }

  open(): void {
    this.#setOpen(true);
  }

  close(): void {
    this.#setOpen(false);
  }

  toggle(): void {
    this.#setOpen(!this.#isOpen);
  }

  identify({ token }: { readonly token: TokenSource }): void {
    this.#token = token;
    this.#chat?.identify(token).catch(warn);
  }

  reset(): void {
    this.#token = undefined;
    if (this.#chat) {
      this.#chat.reset();
    } else {
      const { channel } = this.#settings;
      const stored: Record<string, string | null> = {};
      for (const key of storedKeys(channel)) {
        stored[key.slice(keyPrefix(channel).length)] = localStorage.getItem(key);
        localStorage.removeItem(key);
      }
      // Other tabs may show the conversation.
      const bus = openTabBus(channel);
      bus.post({ v: 1, type: "reset", stored, visitor: "" });
      bus.close();
    }
    this.#setUnread(0);
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#chat?.destroy();
    this.#chat = undefined;
    this.#element?.remove();
    this.#props.onDestroy();
  }

  configure(settings: ChangeableSettings): void {
    this.#own = { ...this.#own, ...settings };
    this.#chat?.configure(this.#settings);
    this.#show();
    if (this.#language !== undefined) {
      // Each language has a bundle of its own.
      void this.#load();
    }
  }

  on<K extends keyof KiteEvents>(type: K, listener: (value: KiteEvents[K]) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  push(...calls: readonly KiteCall[]): void {
    for (const [method, ...values] of calls) {
      (this[method] as (...values: readonly unknown[]) => unknown)?.(...values);
    }
  }

  get #settings(): ResolvedSettings {
    const { settings } = this.#props;
    return resolveSettings({
      endpoint: "",
      channel: "",
      ...settings,
      ...this.#element?.options,
      ...this.#own,
    });
  }

  get #isPage(): boolean {
    return this.#settings.display === "page";
  }

  #setOpen(isOpen: boolean): void {
    const mustStay = this.#isPage && this.#language !== undefined;
    if (this.#isOpen === isOpen || (mustStay && !isOpen)) {
      return;
    }
    this.#isOpen = isOpen;
    this.#show();
    this.#emit("open", isOpen);
    if (isOpen) {
      void this.#load();
    } else {
      this.#element?.launcher.focus();
    }
    this.#chat?.setOpen(isOpen);
  }

  async #load(): Promise<void> {
    const language = baseLanguage(this.#settings.language);
    if (this.#isDestroyed || this.#language === language) {
      return;
    }
    this.#language = language;
    this.#isLoading = this.#chat === undefined;
    this.#show();
    try {
      const bundle = await this.#props.loadChat(language);
      // Meanwhile the page may have changed the language, or removed the chat.
      if (this.#language === language && !this.#isDestroyed) {
        await this.#use(bundle);
      }
    } catch (error) {
      warn(error);
      this.#onFailed(language);
    }
    this.#isLoading = false;
    this.#show();
  }

  async #use({ createChat, texts }: ChatBundle): Promise<void> {
    this.#shown = this.#settings.language;
    if (this.#chat) {
      this.#chat.configure(this.#settings, texts);
      return;
    }
    const chat = createChat({
      settings: this.#settings,
      texts,
      loaderUrl: this.#props.loaderUrl,
      onUnread: (count) => this.#setUnread(count),
      onMessage: (message) => this.#emit("message", message),
      onClose: () => this.close(),
    });
    this.#chat = chat;
    if (this.#token) {
      // A token that comes later changes the visitor of the open chat.
      const late = new Promise((resolve) => setTimeout(resolve, tokenMilliseconds));
      await Promise.race([chat.identify(this.#token).catch(warn), late]);
    }
    if (!this.#isDestroyed) {
      if (this.#element) {
        chat.mount(this.#element.root);
      }
      chat.setOpen(this.#isOpen);
    }
  }

  #onFailed(language: string): void {
    if (this.#language === language) {
      this.#language = this.#chat && baseLanguage(this.#shown);
      if (this.#chat) {
        this.configure({ language: this.#shown });
      } else {
        this.#setOpen(false);
      }
    }
  }

  #isAwaiting(): boolean {
    return storedKeys(this.#settings.channel).some(
      (key) =>
        key.endsWith(`/${awaitsKey}`) &&
        Math.abs(Date.now() - Number(localStorage.getItem(key))) < awaitMilliseconds,
    );
  }

  #setUnread(count: number): void {
    if (this.#unread !== count) {
      this.#unread = count;
      this.#show();
      this.#emit("unread", count);
    }
  }

  #show(): void {
    this.#element?.launcher.show(this.#settings, {
      isOpen: this.#isOpen,
      isLoading: this.#isLoading,
      unread: this.#unread,
    });
  }

  #emit<K extends keyof KiteEvents>(type: K, value: KiteEvents[K]): void {
    for (const listener of this.#listeners.get(type) ?? []) {
      try {
        (listener as (value: KiteEvents[K]) => void)(value);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** Returns the keys of a channel in localStorage, or none if the browser blocks localStorage. Stores nothing. */
function storedKeys(channel: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(keyPrefix(channel)));
  } catch {
    return [];
  }
}

function warn(error: unknown): void {
  explain(error instanceof Error ? error.message : String(error));
}
