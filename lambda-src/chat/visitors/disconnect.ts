import type { ChatPorts } from "../ports";
import { removeSocket } from "./remove-socket";

/**
 * Forgets a socket, and nothing but this one: when API Gateway reports late, a newer socket of the same member
 * is already open.
 */
export async function disconnect(
  ports: Pick<ChatPorts, "connections" | "members" | "messages" | "now">,
  connectionId: string,
): Promise<void> {
  const closed = await ports.connections.close(connectionId);
  if (closed?.identity) await removeSocket(ports, closed.identity, connectionId, closed.identity.hostChatId);
}
