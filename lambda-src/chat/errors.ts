import { type ErrorName, errorCodes } from "@kite-chat/protocol";

/** Represents a rejection. Its `message` is a sentence for the visitor and contains no secret. */
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
