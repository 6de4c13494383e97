/** A file as either side has it. */
export interface SentFile {
  readonly name: string;
  /** Its media type. */
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Who answers visitors in a Telegram group: a page object over whatever shows that group. */
export interface Host {
  /**
   * Waits for a message of the bot that holds a text.
   * @returns all of it, with the line of the tag
   */
  receives(text: string): Promise<string>;
  /** What visitors and bot have written, oldest first, as one text: waiting texts of a visitor come as one message. */
  transcript(): Promise<string>;
  /** Replies to the message of the bot that holds a text. */
  reply(to: string, text: string): Promise<void>;
  /** Replies with a file to the message of the bot that holds a text. */
  replyWithFile(to: string, file: SentFile): Promise<void>;
  /** Waits for a file of that name, and gives its bytes. */
  receivesFile(name: string): Promise<Buffer>;
}
