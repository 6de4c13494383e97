import type { Chat, ChatAdministratorRights, ChatMember, User } from "@grammyjs/types";
import { type BotStatus, botAsMember } from "./bot-user";

/** A right of an administrator, for example `can_pin_messages`. */
export type AdministratorRight = keyof ChatAdministratorRights;

/** Settings of a chat's members. */
export interface ChatMembersProps {
  readonly bot: User;
  /** The people in the chat. The first person of a group is its creator. */
  readonly people: readonly User[];
  readonly botStatus: BotStatus;
  readonly botRights: ChatAdministratorRights;
}

/** The members of one chat, and their rights. */
export class ChatMembers {
  readonly bot: User;
  botStatus: BotStatus;
  /** Rights of the bot. They apply only while the bot is an administrator. */
  botRights: ChatAdministratorRights;
  readonly #people: Map<number, User>;
  readonly #administrators = new Map<number, ChatAdministratorRights>();

  constructor({ bot, people, botStatus, botRights }: ChatMembersProps) {
    this.bot = bot;
    this.botStatus = botStatus;
    this.botRights = botRights;
    this.#people = new Map(people.map((user) => [user.id, user]));
  }

  /** The people in the chat, without the bot. */
  get people(): readonly User[] {
    return [...this.#people.values()];
  }

  /** @throws Error if the person is not in the chat. */
  person(userId: number): User {
    const user = this.#people.get(userId);
    if (user === undefined) {
      const expected = this.people.map(({ id, first_name }) => `${id} (${first_name})`).join(", ");
      throw new Error(
        `User ${userId} is not in the chat: expected one of ${expected}. Pass the user to \`createGroup\` or \`createPrivateChat\`.`,
      );
    }
    return user;
  }

  /** Returns whether the bot has a right. In a private chat it has all rights. */
  botCan(right: AdministratorRight, { type }: Chat): boolean {
    return type === "private" || (this.botStatus === "administrator" && this.botRights[right] === true);
  }

  /** Makes a person an administrator. Without rights, makes the person a plain member. */
  setAdministrator(userId: number, rights: ChatAdministratorRights | undefined): void {
    if (rights === undefined) {
      this.#administrators.delete(this.person(userId).id);
    } else {
      this.#administrators.set(this.person(userId).id, rights);
    }
  }

  /** Returns a member as `getChatMember` does, or `undefined` if the user is not a member. */
  memberOf(userId: number, { type }: Chat): ChatMember | undefined {
    if (userId === this.bot.id) {
      return botAsMember(this.bot, this.botStatus, this.botRights);
    }
    const user = this.#people.get(userId);
    if (user === undefined) {
      return undefined;
    }
    const rights = this.#administrators.get(userId);
    if (type !== "private" && this.people[0]?.id === userId) {
      return { status: "creator", user, is_anonymous: rights?.is_anonymous ?? false };
    }
    return rights === undefined
      ? { status: "member", user }
      : { ...rights, status: "administrator", user, can_be_edited: false };
  }

  /** Returns the creator and the administrators, which may include the bot. */
  administrators(chat: Chat): readonly ChatMember[] {
    return [...this.#people.keys(), this.bot.id]
      .map((userId) => this.memberOf(userId, chat))
      .filter((member) => member !== undefined)
      .filter(({ status }) => status === "creator" || status === "administrator");
  }
}
