import type { Arrival, PageContext } from "../model";
import type { ChatPorts } from "../ports";
import { admit } from "./frame-limit";

/**
 * Stores what a client says of its page, if it differs from what is stored. It is stored in the connection's row and
 * deleted with it, because each tab has its own page. Messages do not cost more because of it.
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

/** Features are sorted. */
function isSame(one: PageContext, other: PageContext): boolean {
  return (
    one.pageUrl === other.pageUrl &&
    one.pageTitle === other.pageTitle &&
    one.language === other.language &&
    one.timeZone === other.timeZone &&
    one.features.join() === other.features.join()
  );
}
