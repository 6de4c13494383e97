/** What the page's server tells the host's side of the page: plain data, read by the browser too. */

/** How the page finds its stage; `GET /playground/setup`. */
export interface PageSetup {
  /** The channel that the page joins. */
  readonly channelName: string;
  /** The path of the WebSocket stage, for example `/dev`; its whole URL when another server has it. */
  readonly webSocketPath: string;
  /** The title of the host's chat; `undefined` when the host sits in a Telegram that is not ours. */
  readonly hostChatTitle?: string;
}

/** A file of a message. */
export interface FileView {
  readonly name: string;
  /** How it is shown: `file` as a link. */
  readonly kind: "photo" | "video" | "audio" | "file";
  /** A path of this server. */
  readonly url: string;
}

/** A message of the host's chat. */
export interface MessageView {
  readonly id: number;
  readonly senderName: string;
  readonly isBot: boolean;
  /** ISO 8601 UTC. */
  readonly time: string;
  /** The text, or what stands below the file. */
  readonly text: string;
  readonly file?: FileView;
  /** Parts of the text to mark, in order: `hashtag`, `bot_command` … with offset and length in UTF-16 units. */
  readonly marks: readonly { readonly type: string; readonly offset: number; readonly length: number }[];
  readonly replyTo?: { readonly id: number; readonly senderName: string; readonly text: string };
  readonly isEdited: boolean;
  /** A line of Telegram's own, such as that something was pinned. */
  readonly isService: boolean;
}

/** What `GET /playground/events` sends, one JSON object an event; `state` comes first after each connect. */
export type HostEvent =
  | {
      readonly type: "state";
      readonly messages: readonly MessageView[];
      readonly pinned: readonly number[];
      /** Why updates do not reach the bot; empty while they do. */
      readonly trouble: string;
    }
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delete"; readonly messageId: number }
  | { readonly type: "pins"; readonly pinned: readonly number[] }
  | { readonly type: "trouble"; readonly trouble: string };

/** What `POST /playground/say` takes. */
export interface SayRequest {
  readonly text: string;
  readonly replyTo?: number;
}
