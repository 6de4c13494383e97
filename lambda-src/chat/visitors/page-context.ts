import type { Arrival, PageContext } from "../model";
import type { ChatPorts } from "../ports";
import { admit } from "./frame-limit";

/**
 * Stores the page context of a client if it differs from the stored one. Each tab has its own page, so the context is
 * stored in the connection's row and deleted with that row. Messages therefore need no additional requests.
 * @throws ChatError notJoined, tooMany
 */
export async function receiveContext(
  ports: Pick<ChatPorts, "connections" | "members" | "now" | "sleep">,
  arrival: Arrival,
  context: PageContext,
): Promise<void> {
  const connection = await admit(ports, arrival);
  if (connection.context === undefined || !isSame(connection.context, context)) {
    await ports.connections.storeContext(arrival.connectionId, context, arrival.receivedAt);
  }
}

/** The features of both contexts are sorted. */
function isSame(one: PageContext, other: PageContext): boolean {
  return (
    one.pageUrl === other.pageUrl &&
    one.pageTitle === other.pageTitle &&
    one.language === other.language &&
    one.timeZone === other.timeZone &&
    one.features.join() === other.features.join()
  );
}
