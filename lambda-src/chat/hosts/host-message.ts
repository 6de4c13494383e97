import type { HostedChannel, Member } from "../model";
import type { ChatPorts } from "../ports";
import { type RoutedMessage, type RoutingFault, route } from "./routing";
import { type SendOutcome, type SentByHost, sendToVisitor } from "./send-to-visitor";
import { sentTextOf } from "./sent-text";

/** Represents a host's message in the group, without Telegram's own terms. */
export type HostMessage = RoutedMessage & SentByHost;

/** Represents the result of a host's message. */
export type HostMessageOutcome =
  | { readonly kind: "no channel" | RoutingFault }
  | {
      readonly kind: SendOutcome;
      readonly member: Member;
      /** Whether the host named no visitor, and several are possible. */
      readonly isGuess: boolean;
    };

/**
 * Passes a host's message to its visitor. The recipient is stored first, so that it stays the same if Telegram sends
 * the update again after a crash.
 * @throws errors of a store
 */
export async function receiveFromHost(ports: ChatPorts, sent: HostMessage): Promise<HostMessageOutcome> {
  const begun = ports.now();
  const channel = await ports.channels.findByHostChat(sent.hostChatId);
  if (!channel) {
    return { kind: "no channel" };
  }
  const routed = await routeOrWait(ports, channel, sent);
  if (typeof routed === "string") {
    return { kind: routed };
  }

  const { member, isGuess, isRepeat } = routed;
  const kind = await sendToVisitor(ports, member, sent, { begun, isRepeat });
  return { kind, member, isGuess };
}

/** Time within which a visitor's post is stored as the newest. A host may answer before that. */
const postMilliseconds = 500;

async function routeOrWait(ports: ChatPorts, channel: HostedChannel, sent: HostMessage) {
  const text = sentTextOf(sent);
  const routed = await route(ports, channel, sent, text);
  if (routed !== "no visitor") {
    return routed;
  }
  await ports.sleep(postMilliseconds);
  const later = await ports.channels.findByHostChat(sent.hostChatId);
  return later ? route(ports, later, sent, text) : routed;
}
