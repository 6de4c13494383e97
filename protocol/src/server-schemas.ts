import * as z from "zod/mini";
import { clientFrames } from "./client-frames";
import { errorCodes } from "./error-codes";

const text = (rule: string) => z.string(rule);
const url = (rule: string) => z.url({ error: rule });
const { messageId, timestamp } = clientFrames.TXT;
const file = {
  fileName: text("the name of the file"),
  fileType: text("the media type of the file, which may be any in a message of the host"),
  fileSize: z.int("the size in bytes"),
};

const message = {
  TXT: { messageId, text: text("the text"), timestamp },
  BIN: { messageId, url: url("the canonicalUri: a redirect to the file"), ...file, timestamp },
} as const;

/** Returns the schema of a frame: its type, then its fields. */
function frame(type: string, fields: Readonly<Record<string, z.ZodMiniType>>) {
  return z.tuple([z.literal(type), ...Object.values(fields)]);
}

const entry = z.tuple([
  z.enum(["in", "out"], "in for a message of the host, out for one of the visitor"),
  z.union([frame("TXT", message.TXT), frame("BIN", message.BIN)]),
]);

/**
 * The fields of each frame that the server sends, in their order in the frame. A server may add elements at the end of
 * a frame, so clients ignore those that they do not know.
 */
export const serverFrames = {
  OK: {},
  ACK: {
    messageId,
    destinationMessageId: text("the server's id of the message, the same for the same messageId"),
    timestamp,
  },
  UPL: {
    messageId,
    canonicalUri: url("the address of the file, for BIN"),
    uploadUri: url("where to PUT the file, with its type as Content-Type; valid for 60 minutes"),
  },
  HIS: { entries: z.array(entry, "pairs of in or out and a frame TXT or BIN, oldest first") },
  ...message,
  EDT: {
    messageId: text("the messageId of the message that the host has edited"),
    text: text("the new text; empty if the host has removed a caption"),
    timestamp,
  },
  ERR: {
    reason: text("a sentence for a person"),
    code: z.literal(Object.values(errorCodes), "one of the error codes"),
  },
  PONG: {},
} as const;
