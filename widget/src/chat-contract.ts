import type { TokenSource } from "./client/identity";
import type { ChatMessage } from "./client/message";
import type { ResolvedSettings } from "./settings";
import type { Texts } from "./texts/texts";

/** The chat behind the launcher. It is loaded when the visitor opens the panel for the first time. */
export interface Chat {
  /** Shows the panel in an element's shadow root. */
  mount(root: ShadowRoot): void;
  setOpen(isOpen: boolean): void;
  /** @param texts of another language. @default - as before */
  configure(settings: ResolvedSettings, texts?: Texts): void;
  identify(token: TokenSource): Promise<void>;
  reset(): void;
  destroy(): void;
}

/** Settings and callbacks that the loader passes to the chat. */
export interface ChatProps {
  readonly settings: ResolvedSettings;
  /** The texts of the chat's language. */
  readonly texts: Texts;
  /** The address of the loader. A request to it checks whether the server is reachable. */
  readonly loaderUrl: string;
  readonly onUnread: (count: number) => void;
  readonly onMessage: (message: ChatMessage) => void;
  /** Called when the visitor closes the panel. */
  readonly onClose: () => void;
}

/** The chat in one language, as the loader loads it. */
export interface ChatBundle {
  /** Makes the chat. */
  readonly createChat: (props: ChatProps) => Chat;
  readonly texts: Texts;
}

/**
 * The part of a Trusted Types policy that the widget uses. The page may have to allow the policy's name, `kite-chat`.
 */
export interface TrustedPolicy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

/** The bundle's script element, with properties that replace global variables. */
export interface BundleScript extends HTMLScriptElement {
  /** Set by the loader. */
  kitePolicy?: TrustedPolicy | undefined;
  /** By the bundle. */
  kiteBundle?: ChatBundle;
}
