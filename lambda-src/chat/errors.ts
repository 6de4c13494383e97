/**
 * Every way in which the chat refuses a visitor. The code is HTTP-like and travels in `ERR`;
 * docs/errors.md lists the same table.
 */
export const chatErrorCodes = {
  malformed: 400,
  notJoined: 401,
  forbidden: 403,
  unknownChannel: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  internal: 500,
} as const;

export type ChatErrorName = keyof typeof chatErrorCodes;

/** A refusal that the visitor may read: `message` is a sentence for a person and holds no secret. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: number;

  constructor(
    readonly reason: ChatErrorName,
    message: string,
  ) {
    super(message);
    this.code = chatErrorCodes[reason];
  }
}
