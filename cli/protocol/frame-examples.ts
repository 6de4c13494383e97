/** A frame, with its purpose. */
export interface FrameExample {
  readonly purpose: string;
  readonly example: readonly unknown[];
}

const time = "2026-01-31T12:00:00.000Z";
const later = "2026-01-31T12:00:00.123Z";
const url = "https://api.example.com/prod/files/2KxQ0c9d1fF6uJ8mZr3yXw/receipt.pdf";
const file = ["receipt.pdf", "application/pdf", 48_213];

/** The frames that a client sends. */
export const clientExamples: Readonly<Record<string, FrameExample>> = {
  JOIN: {
    purpose:
      "The first frame of a connection. It names the visitor and the channel. The server answers with `OK`.",
    example: ["JOIN", "visitor-1", "Ada", "ada-shop"],
  },
  TXT: {
    purpose:
      "Sends a text. The server answers with `ACK` once the text is stored. If you send the same messageId again, you get the same `ACK`, and the host sees the text once.",
    example: ["TXT", "m1", "Hello", time],
  },
  UPL: {
    purpose: "Requests an upload. The server answers with `UPL`.",
    example: ["UPL", "m2", ...file, time],
  },
  BIN: {
    purpose:
      "Sends a file that was uploaded. The url is the canonicalUri of `UPL`. The server answers with `ACK`.",
    example: ["BIN", "m2", url, ...file, time],
  },
  HIS: {
    purpose:
      "Requests the visitor's own conversation: the newest messages, or the newest messages before a time.",
    example: ["HIS", 50, null],
  },
  CTX: {
    purpose:
      "Names the visitor's page, and the additions to the protocol that the client understands. The server answers with `OK`. Leave out the query of the address, which may contain personal data.",
    example: ["CTX", "https://shop.example/cart", "Your cart", "en", "Europe/Kyiv", []],
  },
};

/** The frames that the server sends. */
export const serverExamples: Readonly<Record<string, FrameExample>> = {
  OK: { purpose: "Answers `JOIN` and `CTX`.", example: ["OK"] },
  ACK: {
    purpose:
      "The message is stored, and will be delivered even if Telegram is down now. The timestamp is the server's time.",
    example: ["ACK", "m1", "6c0f1a52-5d0e-4d58-9c7e-0f3f3f6d2b11", later],
  },
  UPL: {
    purpose: "Offers an upload for exactly the type and size that were requested.",
    example: [
      "UPL",
      "m2",
      url,
      "https://bucket.s3.eu-central-1.amazonaws.com/files/2KxQ0c9d1fF6uJ8mZr3yXw?X-Amz-Signature=…",
    ],
  },
  HIS: {
    purpose:
      "The requested messages, oldest first. The frame has at most 96 KB, so it may contain fewer messages than requested.",
    example: [
      "HIS",
      [
        ["out", ["TXT", "m1", "Hello", time]],
        ["in", ["TXT", "u000000000042", "Hi, how can I help?", later]],
      ],
    ],
  },
  TXT: {
    purpose: "A text of the host. It may arrive again with the same messageId: show it once.",
    example: ["TXT", "u000000000042", "Hi, how can I help?", later],
  },
  BIN: { purpose: "A file of the host.", example: ["BIN", "u000000000043", url, ...file, later] },
  EDT: {
    purpose:
      "The host has edited the text of an earlier message. Only a client that named `EDT` in `features` of `CTX` receives this frame. Show the new text in place of the earlier text. If you have already received a newer `EDT` of the message, ignore this frame. If you do not have the message, show the text as a new message with this messageId.",
    example: ["EDT", "u000000000042", "Hi, how can I help you?", later],
  },
  ERR: {
    purpose:
      "A frame was rejected. An error does not identify the rejected frame. To know which frame was rejected, send one frame at a time.",
    example: ["ERR", "Too many frames: try again in 3 s.", 429],
  },
  PONG: { purpose: "Answers `PING`.", example: ["PONG"] },
};
