/** Messages between the page's server and its host panel. They are plain data, because the browser reads them too. */

/** Addresses of the page's stage; response to `GET /playground/setup`. */
export interface PageSetup {
  /** Channel that the page joins. */
  readonly channelName: string;
  /** Path of the WebSocket stage, for example `/dev`, or its full URL if another server serves it. */
  readonly webSocketPath: string;
  /** Title of the host's chat. @default - the host is in an external Telegram */
  readonly hostChatTitle?: string;
}

/** A file in a message. */
export interface FileView {
  readonly name: string;
  /** Element that displays the file. `file` is a link. */
  readonly kind: "photo" | "video" | "audio" | "file";
  /** Path on this server. */
  readonly url: string;
}

/** A message in the host's chat. */
export interface MessageView {
  readonly id: number;
  readonly senderName: string;
  readonly isBot: boolean;
  /** Time in ISO 8601, UTC. */
  readonly time: string;
  /** The text, or the file's caption. */
  readonly text: string;
  readonly file?: FileView;
  /**
   * Formatted parts of the text, in order. `type` is an entity of Telegram's such as `hashtag` or `bot_command`;
   * offset and length are in UTF-16 units.
   */
  readonly marks: readonly { readonly type: string; readonly offset: number; readonly length: number }[];
  readonly replyTo?: { readonly id: number; readonly senderName: string; readonly text: string };
  readonly isEdited: boolean;
  /** True for a line from Telegram, such as a note about a pinned message. */
  readonly isService: boolean;
}

/** Events of `GET /playground/events`, one JSON object each. `state` comes first after each connect. */
export type HostEvent =
  | {
      readonly type: "state";
      readonly messages: readonly MessageView[];
      /** Ids of the pinned messages. */
      readonly pinned: readonly number[];
      /** Error that keeps updates from reaching the bot. Empty: none. */
      readonly trouble: string;
    }
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delete"; readonly messageId: number }
  | { readonly type: "pins"; readonly pinned: readonly number[] }
  | { readonly type: "trouble"; readonly trouble: string };

/** Body of `POST /playground/say`. */
export interface SayRequest {
  readonly text: string;
  readonly replyTo?: number;
}
