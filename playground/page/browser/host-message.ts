import type { MessageView } from "../host-view";
import { make, timeOfDay } from "./elements";
import { describeFile } from "./file-elements";

/** Creates the element of a message in the host's chat. A message from the bot has a Reply button. */
export function describeHostMessage(message: MessageView, onReply: () => void): HTMLElement {
  if (message.isService) {
    return make("div", "message service", message.text);
  }
  const meta = make("span", "meta", ...(message.isEdited ? ["edited "] : []), timeOfDay(message.time));
  if (message.isBot) {
    meta.append(describeReply(message, onReply));
  }
  const element = make(
    "div",
    `message ${message.isBot ? "other" : "own"}`,
    make("span", "sender", message.senderName),
    ...(message.replyTo === undefined ? [] : [make("span", "quote", message.replyTo.text)]),
    ...(message.file === undefined
      ? []
      : [make("span", "text", describeFile(message.file.name, message.file.kind, message.file.url))]),
    ...(message.text === "" ? [] : [make("span", "text", ...mark(message))]),
    meta,
  );
  element.dataset.messageId = String(message.id);
  return element;
}

function describeReply(message: MessageView, onReply: () => void): HTMLButtonElement {
  const button = make("button", "reply", "Reply");
  button.type = "button";
  button.setAttribute("aria-label", `Reply to ${excerptOf(message)}`);
  button.addEventListener("click", onReply);
  return button;
}

/** Returns the start of a message in one line, so that the user can identify the message. */
export function excerptOf({ text, file }: MessageView): string {
  const line = (text || file?.name || "").replaceAll("\n", " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Splits the text into parts, with an element for each part that Telegram marks. */
function mark({ text, marks }: MessageView): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const { type, offset, length } of marks) {
    if (offset >= end) {
      parts.push(
        text.slice(end, offset),
        make("span", `entity ${type}`, text.slice(offset, offset + length)),
      );
      end = offset + length;
    }
  }
  return [...parts, text.slice(end)];
}
