import { admit } from "./frame-limit";
import type { Message } from "./model";
import type { ChatPorts } from "./ports";

/** The most messages that one look back gives. */
export const historyMax = 50;

/**
 * A visitor's own conversation, both ways.
 * @param before ISO 8601 UTC; messages of earlier times only, `null` for the newest
 * @returns the newest first
 * @throws ChatError notJoined, tooMany
 */
export async function history(
  ports: ChatPorts,
  connectionId: string,
  limit: number,
  before: string | null,
): Promise<readonly Message[]> {
  const identity = await admit(ports, connectionId);
  return ports.messages.history(identity, limit, before ?? undefined);
}
