import { isChannelName } from "@kite-chat/protocol";
import { ChatError } from "../errors";
import type { ChatPorts } from "../ports";
import * as texts from "../texts/english";
import { removeSocket } from "./remove-socket";

/** Represents the request of a visitor's browser to open a socket. */
export interface ConnectRequest {
  readonly connectionId: string;
  /** Channel in `?c=`. Without it, only JOIN names the channel. */
  readonly channelName: string | undefined;
  /** The header `Origin`. Programs other than browsers send none. */
  readonly origin: string | undefined;
}

/**
 * Accepts a socket. Writes one row and reads nothing: JOIN reports whether the channel exists.
 * @param allowedOrigins origins as browsers send them, or `*` for all
 * @throws ChatError malformed, forbidden
 */
export async function connect(
  ports: Pick<ChatPorts, "connections">,
  allowedOrigins: readonly string[],
  request: ConnectRequest,
): Promise<void> {
  const { connectionId, channelName, origin } = request;
  if (channelName !== undefined && !isChannelName(channelName)) {
    throw new ChatError("malformed", texts.rejections.invalidChannel);
  }
  if (origin !== undefined && !allowedOrigins.includes("*") && !allowedOrigins.includes(origin)) {
    throw new ChatError("forbidden", texts.rejections.originNotAllowed);
  }
  await ports.connections.open(connectionId, channelName);
}

/** Removes a closed socket. API Gateway may report the end late, so newer sockets of the same member stay. */
export async function disconnect(
  ports: Pick<ChatPorts, "connections" | "members" | "messages" | "now">,
  connectionId: string,
): Promise<void> {
  const closed = await ports.connections.close(connectionId);
  if (closed?.identity) {
    await removeSocket(ports, closed.identity, connectionId, closed.identity.hostChatId);
  }
}
