import { channelNameRule, isChannelName } from "@kite-chat/protocol";
import { ChatError } from "../errors";
import type { ChatPorts } from "../ports";

/** What a visitor's browser says of itself when it opens a socket. */
export interface ConnectRequest {
  readonly connectionId: string;
  /** From `?c=`; without it JOIN alone names the channel. */
  readonly channelName: string | undefined;
  /** The header `Origin`; programs that are no browsers send none. */
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
    throw new ChatError("malformed", `The channel's name in ?c= must be ${channelNameRule}.`);
  }
  if (origin !== undefined && !allowedOrigins.includes("*") && !allowedOrigins.includes(origin)) {
    throw new ChatError("forbidden", "Pages of this origin may not use the chat.");
  }
  await ports.connections.open(connectionId, channelName);
}
