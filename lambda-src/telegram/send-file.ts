import { type Api, InputFile } from "grammy/web";
import type { FileContent } from "../chat/model";
import type { FileStore } from "../chat/ports";
import { GrammyError } from "./bot-api";

/** Photos by URL may have 5 MB, other files 20 (https://core.telegram.org/bots/api#sending-files). */
const photoTypes = ["image/jpeg", "image/png"];
const photoMaxBytes = 5_000_000;
const urlMaxBytes = 20_000_000;

/** What Telegram takes as a document by URL: GIF, PDF and ZIP alone. */
const documentTypesByUrl = ["application/pdf", "application/zip", "image/gif"];

/**
 * Shows a file in a chat as photo, video or document: by a URL of ours where Telegram takes one, else by upload.
 * @throws GrammyError, HttpError as grammY does
 */
export async function sendFile(
  api: Api,
  files: Pick<FileStore, "downloadUrl" | "read">,
  chatId: string,
  file: FileContent,
  caption: string | undefined,
): Promise<void> {
  const other = caption === undefined ? {} : { caption };
  const send = (source: string | InputFile) => {
    if (isPhoto(file)) return api.sendPhoto(chatId, source, other);
    if (file.fileType === "video/mp4") return api.sendVideo(chatId, source, other);
    return api.sendDocument(chatId, source, other);
  };
  const upload = async () => send(new InputFile(await files.read(file.fileKey), file.fileName));
  if (!goesByUrl(file)) {
    await upload();
    return;
  }
  try {
    await send(await files.downloadUrl(file.fileKey, file.fileName));
  } catch (error) {
    // Telegram could not fetch it, or found it to be something else: its own bytes settle that.
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error;
    await upload();
  }
}

function isPhoto({ fileType, fileSize }: FileContent): boolean {
  return photoTypes.includes(fileType) && fileSize <= photoMaxBytes;
}

function goesByUrl(file: FileContent): boolean {
  if (isPhoto(file)) return true;
  const type = file.fileType;
  return file.fileSize <= urlMaxBytes && (type === "video/mp4" || documentTypesByUrl.includes(type));
}
