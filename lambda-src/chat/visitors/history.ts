import { knowsEdits } from "../delivery/edits";
import type { Arrival, Message } from "../model";
import type { ChatPorts } from "../ports";
import { orderKey } from "../time";
import { withEdits } from "./edited-history";
import { admit } from "./frame-limit";

/**
 * Returns a visitor's own conversation, in both directions, as groups of messages with the same timestamp. A group is
 * not split, because the client requests earlier messages by time.
 * @param before ISO 8601 UTC, for messages of earlier times only; `null` for the newest
 * @returns the newest group first, and in each group the newest message first. Together, the groups have at least
 *   `limit` messages, if that many exist
 * @throws ChatError notJoined, tooMany
 */
export async function history(
  ports: ChatPorts,
  arrival: Arrival,
  limit: number,
  before: string | null,
): Promise<readonly (readonly Message[])[]> {
  const connection = await admit(ports, arrival);
  const stored = await ports.messages.conversation(connection.identity);
  const end = before === null ? undefined : orderKey(before, "");
  const newestFirst = withEdits(stored, knowsEdits(connection))
    // A remote file has no URL for the client until the outbox has copied it.
    .filter(({ content }) => content.type !== "remote file")
    .map((message) => ({ message, order: orderKey(message.sentAt, message.messageId) }))
    .filter(({ order }) => end === undefined || order < end)
    .sort((a, b) => (a.order < b.order ? 1 : -1))
    .map(({ message }) => message);
  const groups: Message[][] = [];
  let count = 0;
  for (const message of newestFirst) {
    const group = groups.at(-1);
    if (group && orderKey(group[0]?.sentAt ?? "", "") === orderKey(message.sentAt, "")) {
      group.push(message);
    } else if (count < limit) {
      groups.push([message]);
    } else {
      break;
    }
    count += 1;
  }
  return groups;
}
