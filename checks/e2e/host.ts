/** A file of a visitor or a host. */
export interface SentFile {
  readonly name: string;
  /** Media type. */
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Represents the host in a Telegram group, as a page object over the page that displays the group. */
export interface Host {
  /**
   * Waits for a message of the bot that contains a text.
   * @returns the whole message, with the line of the tag
   */
  receives(text: string): Promise<string>;
  /**
   * Returns the messages of the bot, oldest first, as one text. The bot combines pending texts of a visitor into one
   * message.
   */
  transcript(): Promise<string>;
  /** Replies to the message of the bot that contains a text. */
  reply(to: string, text: string): Promise<void>;
  /** Replies with a file to the message of the bot that contains a text. */
  replyWithFile(to: string, file: SentFile): Promise<void>;
  /** Waits for a file with a name, and returns its bytes. */
  receivesFile(name: string): Promise<Buffer>;
}
