import { randomBytes } from "node:crypto";
import { fileNameMaxCharacters, isFileName } from "../chat/file-rules";
import type { Content } from "../chat/model";
import type { ChatPorts } from "../chat/ports";
import type { BotApi } from "./bot-api";
import type { FileUpdate, TextUpdate } from "./update";

export type Contents = readonly [Content, ...Content[]];

/**
 * What an update brings, with its file copied into our store: Telegram's own URL holds the bot's token.
 * @returns `undefined` when Telegram does not give the file out
 */
export async function contentsOf(
  ports: Pick<ChatPorts, "files">,
  bot: BotApi,
  update: TextUpdate | FileUpdate,
): Promise<Contents | undefined> {
  if (update.kind === "text") return [{ type: "text", text: update.text }];
  const { file, caption } = update;
  const bytes = await bot.download(file.fileId);
  if (!bytes) return undefined;
  const fileKey = randomBytes(32).toString("base64url");
  const fileName = safeName(file.fileName);
  await ports.files.save(fileKey, file.fileType, bytes);
  const content: Content = {
    type: "file",
    fileKey,
    fileName,
    fileType: file.fileType,
    fileSize: bytes.length,
  };
  return caption ? [content, { type: "text", text: caption }] : [content];
}

/** A name as a path's segment. */
function safeName(name: string): string {
  const clean = [...name.replace(/[/\\\p{Cc}\p{Cs}]+/gu, "_")].slice(-fileNameMaxCharacters).join("");
  return isFileName(clean) ? clean : "file";
}
