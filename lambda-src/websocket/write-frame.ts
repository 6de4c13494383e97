import type { Message } from "../chat/model";
import type { Acknowledgement } from "../chat/visitor-message";

/** What the server sends: a JSON array whose first element is the type. */
export type ServerFrame = readonly [
  type: "OK" | "ACK" | "TXT" | "ERR",
  ...fields: readonly (string | number)[],
];

/** `["OK"]`: joined. */
export const okFrame: ServerFrame = ["OK"];

/** The answer to a liveness probe; not JSON, as the probe was not. */
export const probeAnswer = "OK";

/** `["ACK", messageId, destinationMessageId, timestamp]`: stored. */
export function ackFrame(ack: Acknowledgement): ServerFrame {
  return ["ACK", ack.messageId, ack.destinationMessageId, ack.storedAt];
}

/** `["ERR", reason, code]`: refused. */
export function errorFrame(reason: string, code: number): ServerFrame {
  return ["ERR", reason, code];
}

/** `["TXT", messageId, text, timestamp]`: from the host. */
export function messageFrame(message: Message): ServerFrame {
  return ["TXT", message.messageId, message.content.text, message.sentAt];
}
