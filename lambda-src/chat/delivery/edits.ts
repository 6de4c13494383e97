import { editFeature } from "@kite-chat/protocol";
import type { Connection, Content, EditContent, Message } from "../model";
import { contentTexts } from "../texts/english";

/** Returns whether the client of a socket announced that it supports edits. */
export function knowsEdits(connection: Pick<Connection, "context"> | undefined): boolean {
  return connection?.context?.features.includes(editFeature) === true;
}

/** Represents a message that is not an edit. */
type PlainMessage = Message & { readonly content: Exclude<Content, EditContent> };

/**
 * Converts an edit to a text that is marked as an edit, for a recipient without support for edits. Returns any other
 * message unchanged.
 */
export function editAsText(message: Message): PlainMessage {
  const { content } = message;
  return content.type === "edit"
    ? { ...message, content: { type: "text", text: contentTexts.edited(content.text) } }
    : { ...message, content };
}
