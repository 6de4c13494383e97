import type { Message } from "../model";
import type { ChatPorts, PushResult } from "../ports";
import { editAsText, knowsEdits } from "./edits";

/**
 * Pushes a message to one socket. A client that did not announce edits gets an edit as a text. The client's features
 * are read only for an edit.
 */
export async function pushMessage(
  { sockets, connections }: Pick<ChatPorts, "sockets" | "connections">,
  connectionId: string,
  message: Message,
  timeLeft: () => number,
): Promise<PushResult> {
  if (message.content.type !== "edit") {
    return sockets.push(connectionId, message, timeLeft);
  }
  const connection = await connections.find(connectionId);
  return sockets.push(connectionId, knowsEdits(connection) ? message : editAsText(message), timeLeft);
}
