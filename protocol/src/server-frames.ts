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

/** A message of the history: `in` is from the host, `out` from the visitor. */
export type HistoryEntry = readonly ["in" | "out", MessageFrame];

/** A frame of the server: a JSON array whose first element is the type. */
export type ServerFrame =
  | readonly ["OK"]
  | readonly ["ACK", messageId: string, destinationMessageId: string, timestamp: string]
  | readonly ["UPL", messageId: string, canonicalUri: string, uploadUri: string]
  | readonly ["HIS", entries: readonly HistoryEntry[]]
  | readonly ["ERR", reason: string, code: number]
  | readonly ["PONG"]
  | MessageFrame;

/** The answer to a liveness probe. It is no JSON, like the probe. */
export const probeAnswer = "OK";
