import type { ReplyTarget } from "../chat/hosts/routing";

/** What an update says, as far as the chat cares. */
export type HostUpdate = CommandUpdate | TextUpdate | FileUpdate | UnknownContentUpdate | IgnoredUpdate;

/** Where an update comes from. */
export interface FromChat {
  readonly updateId: number;
  /** Telegram's id of the chat, as text. */
  readonly chatId: string;
  readonly chatIsPrivate: boolean;
  /** Telegram's id of the message in its chat. */
  readonly messageId: number;
  /** First and last name of who wrote; empty for a channel's or an anonymous administrator's message. */
  readonly senderName: string;
}

/** `/command argument`, or `/command@bot argument`. */
export interface CommandUpdate extends FromChat {
  readonly kind: "command";
  /** In lower case, without slash. */
  readonly command: string;
  /** The bot that is meant, if one is named. */
  readonly bot: string | undefined;
  readonly argument: string;
}

/** Something to pass on. */
export interface Talk extends FromChat {
  /** What the message replies to, if it is a reply. */
  readonly repliesTo: ReplyTarget | undefined;
  /** ISO 8601 UTC. */
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

/** A file that Telegram keeps. */
export interface SentFile {
  readonly fileId: string;
  readonly fileName: string;
  readonly fileType: string;
  /** In bytes, where Telegram says it. */
  readonly fileSize: number | undefined;
}

/** A poll, a place, a contact: what cannot go across. */
export interface UnknownContentUpdate extends FromChat {
  readonly kind: "unknown content";
}

export interface IgnoredUpdate {
  readonly kind: "ignored";
  readonly reason: string;
}
