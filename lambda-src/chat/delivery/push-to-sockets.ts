import type { Member, Message } from "../model";
import type { ChatPorts } from "../ports";
import { removeSocket } from "../visitors/remove-socket";
import { pushMessage } from "./push-message";

/** Represents the result of a push to all sockets of a member. */
export interface PushOutcome {
  /**
   * "taken": at least one socket accepted the message. "failed": none did, and at least one may be alive. "offline":
   * there is no open socket.
   */
  readonly kind: "taken" | "failed" | "offline";
  /** connectionIds of the sockets that accepted the message. */
  readonly takenBy: readonly string[];
}

/** Returns whether a message could be delivered to a member now. */
export function isReachable({ sockets, telegramChatId }: Member): boolean {
  return sockets.length > 0 || telegramChatId !== undefined;
}

/** Pushes a message to all open sockets of a member and removes those that are gone. */
export async function pushToSockets(
  ports: Pick<ChatPorts, "sockets" | "connections" | "members" | "messages" | "now">,
  member: Member,
  message: Message,
  timeLeft: () => number,
): Promise<PushOutcome> {
  const results = await Promise.all(
    member.sockets.map(async (connectionId) => {
      const result = await pushMessage(ports, connectionId, message, timeLeft);
      if (result === "gone") {
        await removeSocket(ports, member, connectionId, message.hostChatId);
      }
      return { connectionId, result };
    }),
  );
  const takenBy = results.filter(({ result }) => result === "sent").map(({ connectionId }) => connectionId);
  if (takenBy.length > 0) {
    return { kind: "taken", takenBy };
  }
  return { kind: results.some(({ result }) => result === "failed") ? "failed" : "offline", takenBy };
}
