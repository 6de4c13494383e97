import type { ChatPorts } from "./ports";

/**
 * Forgets a socket, and nothing but this one: when API Gateway tells late, a newer socket of the same member
 * is already open.
 */
export async function disconnect(
  ports: Pick<ChatPorts, "connections" | "members">,
  connectionId: string,
): Promise<void> {
  const closed = await ports.connections.close(connectionId);
  if (closed?.identity) await ports.members.removeSocket(closed.identity, connectionId);
}
