import { openTabBus } from "../browser/tab-bus";
import type { Chat, CreateChat } from "../chat-contract";
import type { TokenSource } from "../client/identity";
import { awaitMilliseconds, awaitsKey, keyPrefix } from "../client/stored-keys";
import { explain } from "../explain";
import type { KiteApi, KiteCall, KiteEvents } from "../kite-api";
import type { ChangeableSettings, ResolvedSettings, WidgetSettings } from "../settings";
import type { Launcher } from "./launcher";
import { baseLanguage, resolveSettings } from "./resolve-settings";

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
  readonly loadChat: (language: string) => Promise<CreateChat>;
  /** Called when the widget leaves the page for good. */
  readonly onDestroy: () => void;
}

/** The chat of a page: its API and its state. The chat stays when the page replaces the element that shows it. */
export class Widget implements KiteApi {
  readonly #props: WidgetProps;
  #own: ChangeableSettings = {};
  #element: ChatElement | undefined;
  #loading: Promise<Chat | undefined> | undefined;
  #chat: Chat | undefined;
  #token: TokenSource | undefined;
  /** The language in which the chat was loaded. */
  #language = "";
  #isOpen = false;
  #isLoading = false;
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
      // Other tabs may show the conversation.
      const bus = openTabBus(this.#settings.channel);
      bus.post({ v: 1, type: "reset", visitor: "" });
      bus.close();
    }
    for (const key of storedKeys(this.#settings.channel)) {
      localStorage.removeItem(key);
    }
    this.#setUnread(0);
  }

  destroy(): void {
    this.#chat?.destroy();
    this.#chat = undefined;
    this.#loading = Promise.resolve(undefined);
    this.#element?.remove();
    this.#props.onDestroy();
  }

  configure(settings: ChangeableSettings): void {
    this.#own = { ...this.#own, ...settings };
    this.#chat?.configure(this.#settings);
    this.#show();
    if (this.#chat && this.#language !== baseLanguage(this.#settings.language)) {
      // Each language has a separate bundle.
      this.#chat.destroy();
      this.#chat = undefined;
      this.#loading = undefined;
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
    if (this.#isOpen === isOpen || (this.#isPage && !isOpen)) {
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
    this.#loading ??= this.#create();
    this.#isLoading = this.#chat === undefined;
    this.#show();
    try {
      await this.#loading;
    } catch (error) {
      warn(error);
      this.#loading = undefined;
      this.#setOpen(false);
    }
    this.#isLoading = false;
    this.#show();
  }

  async #create(): Promise<Chat> {
    this.#language = baseLanguage(this.#settings.language);
    const create = await this.#props.loadChat(this.#language);
    const chat = create({
      settings: this.#settings,
      loaderUrl: this.#props.loaderUrl,
      onUnread: (count) => this.#setUnread(count),
      onMessage: (message) => this.#emit("message", message),
      onClose: () => this.close(),
    });
    let token: TokenSource | undefined;
    // The page may call `identify` or `reset` while a token is read.
    while (token !== this.#token) {
      token = this.#token;
      if (token === undefined) {
        chat.reset();
      } else {
        await chat.identify(token).catch(warn);
      }
    }
    this.#chat = chat;
    if (this.#element) {
      chat.mount(this.#element.root);
    }
    chat.setOpen(this.#isOpen);
    return chat;
  }

  #isAwaiting(): boolean {
    return storedKeys(this.#settings.channel).some(
      (key) =>
        key.endsWith(`/${awaitsKey}`) && Date.now() - Number(localStorage.getItem(key)) < awaitMilliseconds,
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
      (listener as (value: KiteEvents[K]) => void)(value);
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
