import type { ChatAdministratorRights, ChatMember, User, UserFromGetMe } from "@grammyjs/types";

/** The bot's status in a chat. In a private chat, `kicked` means that the user blocked the bot. */
export type BotStatus = "administrator" | "member" | "left" | "kicked";

/** Settings of the bot's own user. */
export interface BotUserProps {
  /** The bot's user id. `startBotApiServer` reads it from the token. @default 7000000001 */
  readonly botId?: number;
  /** The bot's username, without the `@`. @default "test_bot" */
  readonly botUsername?: string;
  /** The bot's display name. @default "Test Bot" */
  readonly botFirstName?: string;
}

/** Describes the bot as `getMe` returns it. */
export function createBotUser(props: BotUserProps): UserFromGetMe {
  const { botId = 7_000_000_001, botUsername = "test_bot", botFirstName = "Test Bot" } = props;
  return {
    id: botId,
    is_bot: true,
    first_name: botFirstName,
    username: botUsername,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}

/** Describes the bot as messages and chat members do, without the fields that only `getMe` returns. */
export function botAsUser({ id, is_bot, first_name, username }: UserFromGetMe): User {
  return { id, is_bot, first_name, username };
}

/** Describes the bot as a chat member, as in `my_chat_member` and `getChatMember`. */
export function botAsMember(bot: User, status: BotStatus, rights: ChatAdministratorRights): ChatMember {
  switch (status) {
    case "administrator":
      return { ...rights, can_be_edited: false, status, user: bot };
    case "kicked":
      return { status, user: bot, until_date: 0 };
    default:
      return { status, user: bot };
  }
}

/** The rights that Telegram gives to a new administrator by default. */
export const defaultAdministratorRights: ChatAdministratorRights = {
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  can_manage_topics: false,
  can_send_welcome_messages: false,
};
