/** `["TXT", messageId, text, timestamp]` or `["BIN", messageId, url, fileName, fileType, fileSize, timestamp]` */
export type MessageFrame =
  | readonly ["TXT", messageId: string, text: string, timestamp: string]
  | readonly [
      "BIN",
      messageId: string,
      url: string,
      fileName: string,
      fileType: string,
      fileSize: number,
      timestamp: string,
    ];

/** The name of the addition `EDT` in `features` of `CTX`. */
export const editFeature = "EDT";

/** `["EDT", messageId, text, timestamp]` */
export type EditFrame = readonly ["EDT", messageId: string, text: string, timestamp: string];

/** Represents a message of the history. `in` means that it is from the host, and `out` that it is from the visitor. */
export type HistoryEntry = readonly ["in" | "out", MessageFrame];

/** Represents a frame of the server: a JSON array whose first element is the type. */
export type ServerFrame =
  | readonly ["OK"]
  | readonly ["ACK", messageId: string, destinationMessageId: string, timestamp: string]
  | readonly ["UPL", messageId: string, canonicalUri: string, uploadUri: string]
  | readonly ["HIS", entries: readonly HistoryEntry[]]
  | readonly ["ERR", reason: string, code: number]
  | readonly ["PONG"]
  | EditFrame
  | MessageFrame;

/** The answer to a liveness probe. Like the probe, it is not JSON. */
export const probeAnswer = "OK";
