import type { Message } from "@grammyjs/types";
import { BotApiError, badRequest } from "../bot-api-error";
import { findEntities } from "../entities";
import { fetchFile, type StoredFile } from "../files";
import type { MessageContent } from "../message-content";
import type { Parameters, UploadedFile } from "../parameters";
import { isPhotoSize, measurePicture, type PictureSize } from "../pictures";
import type { Telegram } from "../telegram";
import { type Method, readReply, readWritableRoom } from "./method";
import { readCaption } from "./texts";

const megabyte = 1024 * 1024;
/** "By URL … will currently only work for GIF, PDF and ZIP files": https://core.telegram.org/bots/api#sending-files */
const documentsByUrl = ["image/gif", "application/pdf", "application/zip"];

/** https://core.telegram.org/bots/api#sendphoto */
export const sendPhoto: Method = (telegram, parameters) =>
  sendFile(telegram, parameters, {
    name: "photo",
    folder: "photos",
    largestUploadBytes: 10 * megabyte,
    largestFetchBytes: 5 * megabyte,
    accepts: (file) => file.mimeType.startsWith("image/"),
    check: ({ bytes }) => checkPhoto(measurePicture(bytes)),
    describe: (file) => ({
      photo: [{ ...identify(file), ...(measurePicture(file.bytes) ?? { width: 1, height: 1 }) }],
    }),
  });

/** https://core.telegram.org/bots/api#senddocument */
export const sendDocument: Method = (telegram, parameters) =>
  sendFile(telegram, parameters, {
    name: "document",
    folder: "documents",
    largestUploadBytes: 50 * megabyte,
    largestFetchBytes: 20 * megabyte,
    accepts: (file) => documentsByUrl.includes(file.mimeType),
    describe: (file) => ({ document: { ...identify(file), ...nameOf(file) } }),
  });

/** https://core.telegram.org/bots/api#sendvideo. Its size and duration are not read from the file. */
export const sendVideo: Method = (telegram, parameters) =>
  sendFile(telegram, parameters, {
    name: "video",
    folder: "videos",
    largestUploadBytes: 50 * megabyte,
    largestFetchBytes: 20 * megabyte,
    accepts: (file) => file.mimeType.startsWith("video/"),
    describe: (file) => ({
      video: { ...identify(file), ...nameOf(file), width: 1, height: 1, duration: 0 },
    }),
  });

/** https://core.telegram.org/bots/api#getfile. The content is at `/file/bot<token>/<file_path>`. */
export const getFile: Method = (telegram, parameters) => {
  const file = telegram.files.tryFindById(parameters.text("file_id"));
  if (file === undefined) {
    throw badRequest("invalid file_id");
  }
  telegram.files.checkDownloadable(file);
  return { ...identify(file), file_path: file.filePath };
};

interface FileKind {
  /** The parameter's name. */
  readonly name: string;
  readonly folder: string;
  readonly largestUploadBytes: number;
  readonly largestFetchBytes: number;
  /** Returns whether Telegram accepts such a file by URL. */
  accepts(file: UploadedFile): boolean;
  /** @throws BotApiError 400 if Telegram cannot send the file as this kind of message. */
  check?(file: UploadedFile): void;
  describe(file: StoredFile): MessageContent;
}

async function sendFile(telegram: Telegram, parameters: Parameters, kind: FileKind): Promise<Message> {
  const room = readWritableRoom(telegram, parameters);
  const { text: caption, entities } = readCaption(parameters);
  const reply = readReply(room, parameters);
  const file = await takeFile(telegram, parameters, kind);
  telegram.countSending(room);
  const captionEntities = entities ?? findEntities(caption);
  return telegram.post(room, {
    ...kind.describe(file),
    ...(caption === "" ? {} : { caption }),
    ...(captionEntities.length === 0 ? {} : { caption_entities: captionEntities }),
    ...reply,
  });
}

/** Returns the file of the call: an upload, a known `file_id`, or the content of a URL. */
async function takeFile(telegram: Telegram, parameters: Parameters, kind: FileKind): Promise<StoredFile> {
  const upload = parameters.file(kind.name);
  if (upload !== undefined) {
    if (upload.bytes.length > kind.largestUploadBytes) {
      throw new BotApiError(413, "Request Entity Too Large");
    }
    kind.check?.(upload);
    return telegram.files.add(kind.folder, upload);
  }
  const reference = parameters.text(kind.name) ?? "";
  if (reference === "") {
    throw badRequest(`there is no ${kind.name} in the request`);
  }
  const known = telegram.files.tryFindById(reference);
  if (known !== undefined) {
    return known;
  }
  if (!/^https?:\/\//i.test(reference)) {
    throw badRequest("wrong file identifier/HTTP URL specified");
  }
  const fetched = await fetchFile(reference, kind.largestFetchBytes);
  if (!kind.accepts(fetched)) {
    throw badRequest("wrong type of the web page content");
  }
  kind.check?.(fetched);
  return telegram.files.add(kind.folder, fetched);
}

function checkPhoto(size: PictureSize | undefined): void {
  if (size === undefined) {
    throw badRequest("IMAGE_PROCESS_FAILED");
  }
  if (!isPhotoSize(size)) {
    throw badRequest("PHOTO_INVALID_DIMENSIONS");
  }
}

function identify(file: StoredFile) {
  return { file_id: file.fileId, file_unique_id: file.fileUniqueId, file_size: file.bytes.length };
}

function nameOf(file: StoredFile) {
  return { file_name: file.fileName, mime_type: file.mimeType };
}
