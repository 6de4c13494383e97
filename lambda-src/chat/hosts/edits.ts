import { editFeature } from "@kite-chat/protocol";
import type { Connection, Message } from "../model";
import { contentTexts } from "../texts/english";

/** Returns whether the client of a socket announced that it knows edits. */
export function knowsEdits(connection: Pick<Connection, "context"> | undefined): boolean {
  return connection?.context?.features.includes(editFeature) === true;
}

/** Returns an edit as a text that says so, for a client that knows no edits. Any other message stays as it is. */
export function editAsText(message: Message): Message {
  const { content } = message;
  return content.type === "edit"
    ? { ...message, content: { type: "text", text: contentTexts.edited(content.text) } }
    : message;
}
