import { type ErrorName, errorCodes } from "@kite-chat/protocol";

/** A refusal that the visitor may read: `message` is a sentence for a person and holds no secret. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: number;

  readonly reason: ErrorName;

  constructor(reason: ErrorName, message: string) {
    super(message);
    this.reason = reason;
    this.code = errorCodes[reason];
  }
}
