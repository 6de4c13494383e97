import { isChannelName } from "@kite-chat/protocol";
import type { ChatPorts } from "../ports";

export type HostOutcome = "hosted" | "hosted already" | "bad name" | "name taken" | "chat taken";

/** Makes a chat the host of a new channel. Asked again for the same channel, it changes nothing. */
export async function host(
  ports: Pick<ChatPorts, "channels">,
  channelName: string,
  hostChatId: string,
): Promise<HostOutcome> {
  if (!isChannelName(channelName)) return "bad name";
  const outcome = await ports.channels.create(channelName, hostChatId);
  if (outcome === "created") return "hosted";
  const own = await ports.channels.findByHostChat(hostChatId);
  return own?.channelName === channelName ? "hosted already" : outcome;
}
