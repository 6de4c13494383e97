import type { Texts } from "./texts/texts";

/** Settings of the chat: its endpoint and its appearance. */
export interface WidgetSettings {
  /** The WebSocket endpoint of the stage, such as `wss://ws.example.com/dev`. */
  readonly endpoint: string;
  readonly channel: string;
  /** The heading of the panel. @default - the title of the language */
  readonly heading?: string;
  /** The first message, which the panel shows in the name of the host. @default - the greeting of the language */
  readonly greeting?: string;
  /** A CSS color. @default "#2457d6" */
  readonly color?: string;
  /** The corner of the launcher. @default - right; left if the text direction is right to left */
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
  /**
   * Whether to send the page's URL without its query, the page's title, the language and the time zone. @default true
   */
  readonly context?: boolean;
  /** Replaces texts of the panel. @default - the texts of the language */
  readonly texts?: Partial<Texts>;
  /** Additions to the protocol that the server understands, such as `CTX`. @default - none */
  readonly accepts?: readonly string[];
  /** Whether a proxy that closes idle sockets, such as Cloudflare, is in front of the endpoint. @default false */
  readonly isProxied?: boolean;
}

/**
 * The settings that may change while the chat runs. The other settings belong to the connection, which stays the same.
 */
export type ChangeableSettings = Partial<Omit<WidgetSettings, "endpoint" | "channel" | "isProxied">>;

/** The settings of a running chat. Settings that the page does not set have defaults. */
export interface ResolvedSettings extends WidgetSettings {
  readonly position: "left" | "right";
  readonly language: string;
  readonly direction: "ltr" | "rtl";
}

/** The default color of the chat. */
export const defaultColor = "#2457d6";
