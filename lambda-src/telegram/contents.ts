import type { SentContent } from "../chat/model";
import { mediaTypeOf } from "../chat/visitors/media-type";
import { safeFileName } from "../chat/visitors/names";
import type { FileUpdate, TextUpdate } from "./update";

export type Contents = readonly [SentContent, ...SentContent[]];

/**
 * Returns the contents of an update in order: a text, or a file and its caption. A file is not copied here, because
 * Telegram sends the updates of a chat one after the other (https://core.telegram.org/bots/api#setwebhook), and a large
 * file would delay all later messages of the chat.
 */
export function contentsOf(update: TextUpdate | FileUpdate): Contents {
  if (update.kind === "text") {
    return [{ type: "text", text: update.text }];
  }
  const { file, caption } = update;
  const remote: SentContent = {
    type: "remote file",
    source: file.fileId,
    fileName: safeFileName(file.fileName),
    fileType: mediaTypeOf(file.fileType),
    fileSize: file.fileSize ?? 0,
  };
  return caption ? [remote, { type: "text", text: caption }] : [remote];
}
