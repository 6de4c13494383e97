import type { FileContent } from "../chat/model";
import { type FileStore, HostRefused } from "../chat/ports";
import type { BotApi, CallMethod } from "./bot-api";
import { UploadedFile } from "./bot-api-request";
import { boundedBy, type Deadlines } from "./deadlines";
import { isLastingRefusal } from "./host-errors";

/**
 * By URL, Telegram accepts photos of up to 5 MB and other files of up to 20 MB
 * (https://core.telegram.org/bots/api#sending-files).
 */
const photoTypes = ["image/jpeg", "image/png"];
const photoMaxBytes = 5_000_000;
const urlMaxBytes = 20_000_000;

/** The media types that Telegram accepts as a document by URL. */
const documentTypesByUrl = ["application/pdf", "application/zip", "image/gif"];

/** Represents the dependencies of sending a file. */
export interface FileSender {
  readonly bot: BotApi;
  readonly files: Pick<FileStore, "canonicalUri" | "read">;
  readonly deadlines: Deadlines;
}

/** Represents a file and its destination. */
export interface FileToSend {
  readonly chatId: string;
  readonly file: FileContent;
  readonly caption: string | undefined;
}

/** The fields of Telegram's message that Kite uses. */
export interface SentMessage {
  readonly message_id: number;
}

type Method = "sendPhoto" | "sendVideo" | "sendDocument";

/**
 * Sends a file as a photo, video or document. If Telegram accepts a URL for the file, its canonicalUri is sent, and
 * otherwise the file is uploaded. Telegram names a document after the last segment of its URL. Another method is tried
 * only after Telegram has rejected the previous one. After any other error, the file may already be in the chat.
 * @param timeLeft remaining milliseconds of the invocation
 * @returns Telegram's message
 * @throws HostRefused the file is no longer in the object store
 * @throws HostUnavailable too little time is left
 * @throws BotApiError, HttpError as {@link BotApi.call}
 */
export async function sendFile(
  sender: FileSender,
  { chatId, file, caption }: FileToSend,
  timeLeft: () => number,
): Promise<SentMessage> {
  const { bot, files, deadlines } = sender;
  const other = { chat_id: chatId, ...(caption !== undefined && { caption }) };
  const send = (method: Method, source: string | UploadedFile, milliseconds: number) =>
    bot.call((callMethod) => sendBy(callMethod, method, source, other), milliseconds);
  const method = methodFor(file);

  if (goesByUrl(file)) {
    const url = files.canonicalUri(file.fileKey, file.fileName);
    const milliseconds = boundedBy(timeLeft, deadlines.byUrl);
    const sent = await unlessRefused(send(method, url, milliseconds));
    if (sent) {
      return sent;
    }
  }

  const bytes = await files.read(file.fileKey);
  if (!bytes) {
    throw new HostRefused("the file is no longer in the object store", "refused");
  }
  const upload = new UploadedFile(file.fileName, bytes);
  const milliseconds = () => boundedBy(timeLeft, deadlines.upload(bytes.length));
  if (method === "sendPhoto") {
    // Telegram rejects a photo that is too tall, or that is not an image at all. As a document, it accepts any bytes.
    const sent = await unlessRefused(send(method, upload, milliseconds()));
    return sent ?? send("sendDocument", upload, milliseconds());
  }
  return send(method, upload, milliseconds());
}

function sendBy(
  callMethod: CallMethod,
  method: Method,
  source: string | UploadedFile,
  other: { readonly chat_id: string; readonly caption?: string },
): Promise<SentMessage> {
  switch (method) {
    case "sendPhoto":
      return callMethod(method, { photo: source, ...other });
    case "sendVideo":
      return callMethod(method, { video: source, ...other });
    case "sendDocument":
      return callMethod(method, { document: source, ...other });
  }
}

/** @returns `undefined` if Telegram rejects the file in this form (400), so that another form can be tried */
async function unlessRefused<T>(sending: Promise<T>): Promise<T | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (isLastingRefusal(error) && error.error_code === 400) {
      return undefined;
    }
    throw error;
  }
}

function methodFor(file: FileContent): Method {
  if (isPhoto(file)) {
    return "sendPhoto";
  }
  return file.fileType === "video/mp4" ? "sendVideo" : "sendDocument";
}

function isPhoto({ fileType, fileSize }: FileContent): boolean {
  return photoTypes.includes(fileType) && fileSize <= photoMaxBytes;
}

function goesByUrl(file: FileContent): boolean {
  // A canonicalUri encodes these two characters twice, and Telegram would show the encoded name.
  if (/[%?]/.test(file.fileName)) {
    return false;
  }
  if (isPhoto(file)) {
    return true;
  }
  const type = file.fileType;
  return file.fileSize <= urlMaxBytes && (type === "video/mp4" || documentTypesByUrl.includes(type));
}
