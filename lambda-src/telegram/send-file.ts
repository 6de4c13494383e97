import { type Api, InputFile } from "grammy/web";
import type { FileContent } from "../chat/model";
import { type FileStore, HostRefused } from "../chat/ports";
import { GrammyError } from "./bot-api";

/** Photos by URL may have 5 MB, other files 20 (https://core.telegram.org/bots/api#sending-files). */
const photoTypes = ["image/jpeg", "image/png"];
const photoMaxBytes = 5_000_000;
const urlMaxBytes = 20_000_000;

/** What Telegram takes as a document by URL: GIF, PDF and ZIP alone. */
const documentTypesByUrl = ["application/pdf", "application/zip", "image/gif"];

/**
 * Shows a file in a chat as photo, video or document: by its canonicalUri where Telegram takes one (it names a
 * document by the URL's last segment), else by upload.
 * @throws HostRefused the file is gone
 * @throws GrammyError, HttpError as grammY does
 */
export async function sendFile(
  api: Api,
  files: Pick<FileStore, "canonicalUri" | "read">,
  chatId: string,
  file: FileContent,
  caption: string | undefined,
): Promise<void> {
  const other = caption === undefined ? {} : { caption };
  const sendAsDocument = (source: string | InputFile) => api.sendDocument(chatId, source, other);
  const send = (source: string | InputFile) => {
    if (isPhoto(file)) return api.sendPhoto(chatId, source, other);
    if (file.fileType === "video/mp4") return api.sendVideo(chatId, source, other);
    return sendAsDocument(source);
  };
  if (goesByUrl(file) && (await isTaken(send(files.canonicalUri(file.fileKey, file.fileName))))) return;

  const bytes = await files.read(file.fileKey);
  if (!bytes) throw new HostRefused("the file is not in the object store any more");
  const upload = new InputFile(bytes, uploadName(file.fileName));
  if (!isPhoto(file)) await send(upload);
  // It may be too long for a photo, or no picture at all: a document takes any bytes.
  else if (!(await isTaken(send(upload)))) await sendAsDocument(upload);
}

/** Whether Telegram takes a file so; when it does not (400), there is another way. */
async function isTaken(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    const isRefused = error instanceof GrammyError && error.error_code === 400;
    if (isRefused && error.parameters.migrate_to_chat_id === undefined) return false;
    throw error;
  }
}

/**
 * A name as Telegram reads it whole: grammY writes it as it is, and Telegram ends it at a `;`, behind which the name
 * could say what other field the file is for (`parse_multipart_form_data` in
 * https://github.com/tdlib/td/blob/master/tdnet/td/net/HttpReader.cpp).
 */
function uploadName(fileName: string): string {
  return `"${fileName.replace(/[";]/g, "_")}"`;
}

function isPhoto({ fileType, fileSize }: FileContent): boolean {
  return photoTypes.includes(fileType) && fileSize <= photoMaxBytes;
}

function goesByUrl(file: FileContent): boolean {
  // These two are encoded twice in a canonicalUri, and Telegram would name the document so.
  if (/[%?]/.test(file.fileName)) return false;
  if (isPhoto(file)) return true;
  const type = file.fileType;
  return file.fileSize <= urlMaxBytes && (type === "video/mp4" || documentTypesByUrl.includes(type));
}
