import type { Telegram } from "@kite-chat/bot-api-server";
import type { Message } from "grammy/types";

/** Who answers visitors, in a Telegram group. */
export class GroupHost {
  readonly #telegram: Telegram;
  readonly channelName: string;
  readonly chatId: number;
  readonly #userId: number;

  private constructor(telegram: Telegram, channelName: string, chatId: number, userId: number) {
    this.#telegram = telegram;
    this.channelName = channelName;
    this.chatId = chatId;
    this.#userId = userId;
  }

  static create(telegram: Telegram, channelName: string): GroupHost {
    const user = telegram.createUser("Grace");
    const group = telegram.createGroup({ title: channelName, people: [user] });
    return new GroupHost(telegram, channelName, group.id, user.id);
  }

  /** Makes the group the channel's host. @throws Error when the bot does not confirm it in time */
  async hostChannel(): Promise<void> {
    this.say(`/host ${this.channelName}`);
    for (const end = Date.now() + HOST_PATIENCE_MILLISECONDS; Date.now() < end; ) {
      if (this.messages.some(({ from, text = "" }) => from?.is_bot === true && text.includes("?c="))) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The bot did not answer /host ${this.channelName} in time.`);
  }

  say(text: string, replyTo?: number): Message {
    return this.#telegram.say(this.chatId, this.#userId, text, { replyTo });
  }

  /** Sends a document that is named after the token in it. */
  sendFile(fileName: string, text: string, replyTo?: number): Message {
    const file = {
      kind: "document",
      fileName,
      mimeType: "application/pdf",
      bytes: Buffer.from(text),
    } as const;
    return this.#telegram.sendFile(this.chatId, this.#userId, file, { replyTo });
  }

  get messages(): readonly Message[] {
    return this.#telegram.messages(this.chatId);
  }
}

const HOST_PATIENCE_MILLISECONDS = 20_000;
