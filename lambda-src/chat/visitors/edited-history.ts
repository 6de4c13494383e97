import { editAsText } from "../delivery/edits";
import type { EditContent, Message } from "../model";
import { orderKey } from "../time";

type Edit = Message & { readonly content: EditContent };

/**
 * Returns a conversation as a client shows it. A client that supports edits gets the newest text in place of the
 * earlier one. Any other client gets each edit as a text, as it was pushed.
 * @param asEdits whether the client supports edits
 */
export function withEdits(messages: readonly Message[], asEdits: boolean): readonly Message[] {
  if (!asEdits) {
    return messages.map(editAsText);
  }
  const newest = new Map<string, Edit>();
  for (const edit of messages.filter(isEdit)) {
    const other = newest.get(edit.content.edited);
    if (!other || orderOf(other) < orderOf(edit)) {
      newest.set(edit.content.edited, edit);
    }
  }
  const edited = messages
    .filter((message) => !isEdit(message))
    .map((message) => {
      const edit = message.direction === "toVisitor" ? newest.get(message.messageId) : undefined;
      newest.delete(edit?.content.edited ?? "");
      return edit ? withText(message, edit) : message;
    });
  // These edits have no earlier text, because it has expired or because the file had no caption.
  const others = [...newest.values()].map((edit) =>
    withText({ ...edit, messageId: edit.content.edited }, edit),
  );
  return [...edited, ...others].filter(({ content }) => content.type !== "text" || content.text !== "");
}

function isEdit(message: Message): message is Edit {
  return message.content.type === "edit";
}

function withText(message: Message, { content: { text } }: Edit): Message {
  return { ...message, content: { type: "text", text } };
}

function orderOf({ sentAt, messageId }: Message): string {
  return orderKey(sentAt, messageId);
}
