import type { Message } from "@grammyjs/types";
import { eventually } from "../../checks/harness/eventually";
import type { Host, KiteRun } from "../../checks/harness/kite-run";

/** Represents a Telegram user in a private chat with the bot. */
export class TelegramMember {
  readonly run: KiteRun;
  readonly chatId: number;
  readonly userId: number;

  private constructor(run: KiteRun, chatId: number, userId: number) {
    this.run = run;
    this.chatId = chatId;
    this.userId = userId;
  }

  static create(run: KiteRun, firstName = "Tim"): TelegramMember {
    const user = run.telegram.createUser(firstName);
    const chat = run.telegram.createPrivateChat(user);
    return new TelegramMember(run, chat.id, user.id);
  }

  /** Creates a user who has joined a host's channel. */
  static async joined(run: KiteRun, host: Host): Promise<TelegramMember> {
    const member = TelegramMember.create(run);
    member.say(`/join ${host.channelName}`);
    await member.hears("You have joined");
    return member;
  }

  say(text: string): Message {
    return this.run.telegram.say(this.chatId, this.userId, text);
  }

  /** Messages of the bot in this chat, oldest first. */
  get heard(): readonly Message[] {
    return this.run.telegram.messages(this.chatId).filter(({ from }) => from?.is_bot);
  }

  /** Waits for a message of the bot that contains a text. */
  hears(text: string): Promise<Message> {
    return eventually(`the member hears "${text}"`, () => this.heard.find((it) => it.text?.includes(text)));
  }
}
