/**
 * Selectors for Telegram Web A. Telegram may change them in any release. If the suite no longer finds an element, fix
 * its selector here. Source: https://github.com/Ajaxy/telegram-tt, in src/components/middle (MessageList,
 * message/Message, message/MessageContextMenu, composer).
 */
export const telegramWeb = {
  /** A message. */
  message: ".Message[data-message-id]",
  /** Additional class of the logged-in user's own messages. */
  own: ".own",
  /** The text of a message, without its sender and time. */
  text: ".text-content",
  /** A file in a message, and its name. */
  file: ".File",
  fileName: ".file-title",
  /** The element that downloads the file when it is clicked. */
  fileIcon: ".file-icon-container",
  /** The input field for texts. */
  composer: "#editable-message-text",
  /** The bar above the input field, which shows the message to reply to. */
  replyBar: ".ComposerEmbeddedMessage",
  /** An item in the context menu of a message. */
  replyItem: ".MessageContextMenu .MenuItem:has(.icon-reply)",
  attachButton: "#attach-menu-button",
  /** The item of the attachment menu that sends a picture as a file, without compression. */
  attachFileItem: ".AttachMenu--menu .MenuItem:has(.icon-document)",
  /** The caption field of a file to send. Enter sends the file. */
  caption: "#caption-input-text [contenteditable=true]",
  /** The element that appears if the session has ended. */
  login: "#auth-qr-form, #auth-phone-number-form",
} as const;
