import type { Member } from "../model";
import type { ChatPorts } from "../ports";
import type { HostMessageKey } from "../route-store";
import { type SendOutcome, sendToVisitor } from "./send-to-visitor";
import { digestOf } from "./sent-text";

/** Represents a host's edit of an earlier message. */
export interface HostEdit extends HostMessageKey {
  /** Number of the sender's update. Later edits have higher numbers. */
  readonly updateId: number;
  /** The text or caption after the edit. */
  readonly text: string;
  /** ISO 8601 UTC. */
  readonly editedAt: string;
}

/** Represents the result of an edit. */
export type HostEditOutcome =
  | { readonly kind: "unknown message" | "same text" | "no visitor" }
  | { readonly kind: SendOutcome; readonly member: Member };

/**
 * Passes an edit to the recipient of the edited message. The edit is sent as a separate message, so it has the same
 * guarantees. The edit arrives after the edited message, even if that message is still pending. After a crash at any
 * step, Telegram sends the update again. The digest of the new text is stored last, and only a later edit replaces it.
 * @throws errors of a store
 */
export async function receiveEdit(ports: ChatPorts, edit: HostEdit): Promise<HostEditOutcome> {
  const begun = ports.now();
  const sent = await ports.routes.findText(edit);
  if (!sent) {
    return { kind: "unknown message" };
  }
  const digest = digestOf(edit.text);
  // Edits must arrive in order. Otherwise an edit back to the stored text would be ignored here, and an earlier edit would
  // replace that text after it. Telegram's server has a queue for each chat, and sends the next update of the queue only
  // after the previous one is accepted:
  // https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp (`queue_updates_`)
  if (digest === sent.text.digest) {
    return { kind: "same text" };
  }
  const channel = await ports.channels.findByHostChat(edit.hostChatId);
  const isTheirs = channel?.channelName === sent.channelName;
  const member = isTheirs ? await ports.members.find(sent) : undefined;
  if (!member) {
    return { kind: "no visitor" };
  }
  const { updateId, hostChatId, chatMessageId, editedAt: sentAt, text } = edit;
  const contents = [{ type: "edit", edited: sent.text.messageId, text }] as const;
  const message = { updateId, hostChatId, chatMessageId, sentAt, contents };
  // It is unknown whether an earlier copy of the update was handled.
  const kind = await sendToVisitor(ports, member, message, { begun, isRepeat: true });
  await ports.routes.noteEdit(edit, digest, updateId);
  return { kind, member };
}
