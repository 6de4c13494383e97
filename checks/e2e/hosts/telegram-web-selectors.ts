/**
 * Where things are in Telegram Web A. They are Telegram's and may change with any release: when the suite finds
 * something no more, this file is where to look. Its source: https://github.com/Ajaxy/telegram-tt, below
 * src/components/middle (MessageList, message/Message, message/MessageContextMenu, composer).
 */
export const telegramWeb = {
  /** A message of anybody. */
  message: ".Message[data-message-id]",
  /** A message of who is logged in has this too. */
  own: ".own",
  /** What a message says, without its sender and time. */
  text: ".text-content",
  /** A file in a message, and its name. */
  file: ".File",
  fileName: ".file-title",
  /** What downloads the file when it is clicked. */
  fileIcon: ".file-icon-container",
  /** Where texts are written. */
  composer: "#editable-message-text",
  /** The bar above it that shows what is replied to. */
  replyBar: ".ComposerEmbeddedMessage",
  /** In the menu that a right click on a message opens. */
  replyItem: ".MessageContextMenu .MenuItem:has(.icon-reply)",
  attachButton: "#attach-menu-button",
  /** In the menu of that button: as a file, not as a compressed picture. */
  attachFileItem: ".AttachMenu--menu .MenuItem:has(.icon-document)",
  /** The field below a file that is about to be sent; Enter sends it. */
  caption: "#caption-input-text [contenteditable=true]",
  /** What stands there when the session has ended. */
  login: "#auth-qr-form, #auth-phone-number-form",
} as const;
