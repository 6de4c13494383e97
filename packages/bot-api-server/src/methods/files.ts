import { BotApiError, badRequest } from "../bot-api-error";
import { fetchFile, type StoredFile } from "../files";
import { captionContent, type MessageContent } from "../message-content";
import type { Parameters, UploadedFile } from "../parameters";
import { isPhotoSize, measurePicture, type PictureSize } from "../pictures";
import type { Telegram } from "../telegram";
import { readButtons } from "./buttons";
import { type Method, readPlace, readWritableRoom } from "./method";
import { readCaption } from "./texts";

const megabyte = 1024 * 1024;
/** "By URL … will currently only work for GIF, PDF and ZIP files": https://core.telegram.org/bots/api#sending-files */
const documentsByUrl = ["image/gif", "application/pdf", "application/zip"];

/** https://core.telegram.org/bots/api#sendphoto */
export const sendPhoto = senderOf({
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
export const sendDocument = senderOf({
  name: "document",
  folder: "documents",
  largestUploadBytes: 50 * megabyte,
  largestFetchBytes: 20 * megabyte,
  accepts: (file) => documentsByUrl.includes(file.mimeType),
  describe: (file) => ({ document: { ...identify(file), ...nameOf(file) } }),
});

/** https://core.telegram.org/bots/api#sendvideo. Its size and duration are not read from the file. */
export const sendVideo = senderOf({
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

function senderOf(kind: FileKind): Method {
  return async (telegram, parameters) => {
    const room = readWritableRoom(telegram, parameters);
    const { text: caption, entities } = readCaption(parameters);
    const place = readPlace(room, parameters);
    const buttons = readButtons(parameters);
    const file = await takeFile(telegram, parameters, kind);
    const content = { ...kind.describe(file), ...captionContent(caption, entities) };
    return telegram.chats.post(room, { ...content, ...buttons, ...place });
  };
}

/** Returns the file of the call: an upload, a known `file_id`, or the content of a URL. */
async function takeFile(telegram: Telegram, parameters: Parameters, kind: FileKind): Promise<StoredFile> {
  const upload = parameters.file(kind.name);
  const reference = parameters.text(kind.name) ?? "";
  const known = upload === undefined ? telegram.files.tryFindById(reference) : undefined;
  if (known !== undefined) {
    return known;
  }
  const file = upload ?? (await fetchReferred(reference, kind));
  if (upload !== undefined && upload.bytes.length > kind.largestUploadBytes) {
    throw new BotApiError(413, "Request Entity Too Large");
  }
  kind.check?.(file);
  return telegram.files.add(kind.folder, file);
}

async function fetchReferred(reference: string, kind: FileKind): Promise<UploadedFile> {
  if (reference === "") {
    throw badRequest(`there is no ${kind.name} in the request`);
  }
  if (!/^https?:\/\//i.test(reference)) {
    throw badRequest("wrong file identifier/HTTP URL specified");
  }
  const fetched = await fetchFile(reference, kind.largestFetchBytes);
  if (!kind.accepts(fetched)) {
    throw badRequest("wrong type of the web page content");
  }
  return fetched;
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
