import type { ReplyTarget } from "../chat/hosts/routing";
import type { FileKind, RefusedKind } from "../chat/texts/english";

/** Represents the part of an update that concerns the chat. */
export type HostUpdate =
  | CommandUpdate
  | TextUpdate
  | FileUpdate
  | EditUpdate
  | RefusedContentUpdate
  | UnknownContentUpdate
  | MovedUpdate
  | IgnoredUpdate;

/** Represents the origin of an update. */
export interface FromChat {
  readonly updateId: number;
  /** Telegram's id of the chat, as text. */
  readonly chatId: string;
  readonly chatIsPrivate: boolean;
  /** Telegram's id of the message in its chat. */
  readonly messageId: number;
  /** First and last name of the sender. Empty for a message of a channel or an anonymous administrator. */
  readonly senderName: string;
}

/** `/command argument`, or `/command@bot argument`. */
export interface CommandUpdate extends FromChat {
  readonly kind: "command";
  /** The user who sent it, or whether it was sent in the name of the group, as anonymous administrators do. */
  readonly sender: { readonly userId: number | undefined } | { readonly isGroup: boolean };
  /** The command in lower case, without the slash. */
  readonly command: string;
  /** The bot that the command names, if any. */
  readonly bot: string | undefined;
  readonly argument: string;
}

/** Represents a message to pass on. */
export interface Talk extends FromChat {
  /** The target, if the message is a reply. */
  readonly repliesTo: ReplyTarget | undefined;
  /** Time of the message, ISO 8601 UTC. */
  readonly sentAt: string;
}

export interface TextUpdate extends Talk {
  readonly kind: "text";
  readonly text: string;
}

export interface FileUpdate extends Talk {
  readonly kind: "file";
  readonly file: SentFile;
  readonly caption: string | undefined;
}

/** Represents a file that Telegram stores. */
export interface SentFile {
  readonly kind: FileKind;
  readonly fileId: string;
  readonly fileName: string;
  readonly fileType: string;
  /** Size in bytes, if Telegram states it. */
  readonly fileSize: number | undefined;
}

/** Represents an edit of a text or caption. */
export interface EditUpdate extends FromChat {
  readonly kind: "edit";
  /** The text or caption after the edit. */
  readonly text: string;
  /** Time of the edit, ISO 8601 UTC. */
  readonly editedAt: string;
}

/** Represents content that cannot be passed on. Its sender is notified, and its caption is passed on. */
export interface RefusedContentUpdate extends Talk {
  readonly kind: "refused content";
  readonly refused: RefusedContent;
  readonly caption: string | undefined;
}

export type RefusedContent =
  | { readonly kind: RefusedKind }
  /** A file above the limit for bots. */
  | { readonly kind: "large file"; readonly fileKind: FileKind; readonly fileSize: number };

/** Represents a person's message without known content, such as a new kind of message. */
export interface UnknownContentUpdate extends Talk {
  readonly kind: "unknown content";
}

/** Reports that a group has become a supergroup, which has another id. */
export interface MovedUpdate {
  readonly kind: "moved";
  readonly fromChatId: string;
  readonly toChatId: string;
}

export interface IgnoredUpdate {
  readonly kind: "ignored";
  readonly reason: string;
}
