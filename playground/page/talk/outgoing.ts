import type { TalkMessage } from "./talk-state";

/** `TXT`; of a file `UPL` until it is uploaded, then `BIN`. */
export function frameOf({ messageId, text, file, timestamp }: TalkMessage): readonly unknown[] {
  if (file === undefined) {
    return ["TXT", messageId, text, timestamp];
  }
  const { name, type, size, url } = file;
  return url === undefined
    ? ["UPL", messageId, name, type, size, timestamp]
    : ["BIN", messageId, url, name, type, size, timestamp];
}

/** A page that was reloaded has its files no more. */
export function withoutLostFile(message: TalkMessage): TalkMessage {
  const isLost = message.status === "waiting" && message.file !== undefined && message.file.url === undefined;
  return isLost
    ? {
        ...message,
        status: "refused",
        reason: "The page was left before the file was sent: attach it again.",
      }
    : message;
}
