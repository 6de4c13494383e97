import type { Chat } from "@grammyjs/types";
import type { ChatRoom } from "./chat-room";
import type { Chats } from "./chats";

/**
 * Converts a group to a supergroup: https://core.telegram.org/bots/api#message, `migrate_to_chat_id`. Members keep
 * their rights. The numbering of messages starts again.
 *
 * @throws Error if the chat is not a group, or has migrated before.
 */
export function migrateGroup(chats: Chats, group: ChatRoom, supergroupId: number): Chat {
  const { chat, members } = group;
  if (chat.type !== "group" || group.migratedTo !== undefined) {
    throw new Error(
      `Chat ${chat.id} cannot become a supergroup: expected a group that has not migrated, received a ${chat.type}. Create it with \`type: "group"\`.`,
    );
  }
  const supergroup: Chat = { id: supergroupId, type: "supergroup", title: chat.title };
  const room = chats.add(supergroup, members);
  const [from] = members.people;
  const sender = from && { from };
  chats.post(group, { ...sender, migrate_to_chat_id: supergroupId });
  group.migratedTo = supergroupId;
  chats.post(room, { ...sender, migrate_from_chat_id: chat.id });
  return supergroup;
}
