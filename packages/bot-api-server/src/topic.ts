/** A topic of a forum. */
export interface Topic {
  /**
   * The `message_thread_id` of the topic's messages, equal to the id of the first message. General has the id 1, but
   * its messages have no `message_thread_id`.
   */
  readonly id: number;
  readonly name: string;
  /** The color of an icon without a custom emoji, as RGB. It never changes. */
  readonly iconColor: number;
  /** The `custom_emoji_id` of the icon. @default - an icon of the color alone */
  readonly iconCustomEmojiId?: string;
  /** True if only administrators who manage topics may write. */
  readonly isClosed: boolean;
  /** The id of the user who created the topic. */
  readonly createdBy: number;
}

/** The id of the topic General: `GENERAL_FORUM_TOPIC_ID` of https://github.com/tdlib/telegram-bot-api */
export const generalTopicId = 1;
