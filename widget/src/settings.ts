import type { Texts } from "./texts/texts";

/** Settings of the chat: its endpoint and its appearance. */
export interface WidgetSettings {
  /** The WebSocket endpoint of the stage, such as `wss://ws.example.com/dev`. */
  readonly endpoint: string;
  readonly channel: string;
  /** The heading of the panel. @default - the title of the language */
  readonly heading?: string;
  /** The host's first message, which the panel shows by itself. @default - the greeting of the language */
  readonly greeting?: string;
  /** A CSS color. @default "#2457d6" */
  readonly color?: string;
  /** The corner of the launcher. @default - right, or left where the text runs from right to left */
  readonly position?: "left" | "right";
  /** @default - the language of the page */
  readonly language?: string;
  /** @default - the direction of the page */
  readonly direction?: "ltr" | "rtl";
  /** `page` opens the panel over the whole window, without a launcher. @default - a launcher and a panel beside it */
  readonly display?: "page";
  /** Asks for a name before the first message. @default false */
  readonly askName?: boolean;
  /** The address of the shop's privacy policy. @default - no link */
  readonly privacyUrl?: string;
  /** Sends where the visitor is: the page's address without its query, its title, language and time zone. @default true */
  readonly context?: boolean;
  /** Replaces texts of the panel. @default - the texts of the language */
  readonly texts?: Partial<Texts>;
  /** Additions to the protocol that the server understands, such as `CTX`. @default - none */
  readonly accepts?: readonly string[];
  /** Whether a proxy that closes idle sockets, such as Cloudflare, is in front of the endpoint. @default false */
  readonly isProxied?: boolean;
}

/** The settings that may change while the chat runs. The others belong to its connection, which stays. */
export type ChangeableSettings = Partial<Omit<WidgetSettings, "endpoint" | "channel" | "isProxied">>;

/** The settings that the chat runs with: with defaults for all settings that the page does not set. */
export interface ResolvedSettings extends WidgetSettings {
  readonly position: "left" | "right";
  readonly language: string;
  readonly direction: "ltr" | "rtl";
}

/** The color of a chat without one. */
export const defaultColor = "#2457d6";
