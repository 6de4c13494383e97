import type { FileStore } from "./files";
import { captionContent, type MessageContent } from "./message-content";
import { measurePicture } from "./pictures";

/** The kind of message in which a person's app sends a file. */
export type PersonFileKind =
  | "photo"
  | "document"
  | "video"
  | "videoNote"
  | "voice"
  | "audio"
  | "animation"
  | "sticker";

/** A file that a person sends. */
export interface PersonFile {
  /** The kind of message in which the person's app sends the file. */
  readonly kind: PersonFileKind;
  /** The file's content. */
  readonly bytes: Uint8Array;
  /** The file's name. Telegram omits it for photos, stickers, voice messages and video notes. @default "file" */
  readonly fileName?: string;
  /** The media type. @default - the usual type of the kind, `application/octet-stream` for a document */
  readonly mimeType?: string;
  /** The text below the file. @default - no caption */
  readonly caption?: string;
  /** A smaller version of the photo. Telegram lists the smallest size first. @default - one size only */
  readonly thumbnail?: Uint8Array;
}

/** Stores a file of a person and describes the message that contains it: https://core.telegram.org/bots/api#message */
export function describePersonFile(files: FileStore, file: PersonFile): MessageContent {
  return { ...describe[file.kind](files, file), ...captionContent(file.caption ?? "") };
}

type Describe = (files: FileStore, file: PersonFile) => MessageContent;

/** The size of every video and sticker. The actual size is not read from the file. */
const photoSize = { width: 1, height: 1 };

const describe: Readonly<Record<PersonFileKind, Describe>> = {
  photo: (files, { bytes, thumbnail }) => ({
    photo: [...(thumbnail ? [thumbnail] : []), bytes].map((size, index) => ({
      ...keep(files, "photos", "photo.jpg", "image/jpeg", size),
      ...(measurePicture(size) ?? { width: 100 * (index + 1), height: 100 * (index + 1) }),
    })),
  }),
  document: (files, file) => ({ document: named(files, "documents", "application/octet-stream", file) }),
  video: (files, file) => ({
    video: { ...named(files, "videos", "video/mp4", file), ...photoSize, duration: 1 },
  }),
  videoNote: (files, { bytes }) => ({
    video_note: { ...keep(files, "video_notes", "note.mp4", "video/mp4", bytes), length: 1, duration: 1 },
  }),
  voice: (files, { bytes, mimeType = "audio/ogg" }) => ({
    voice: { ...keep(files, "voice", "voice.oga", mimeType, bytes), mime_type: mimeType, duration: 1 },
  }),
  audio: (files, file) => ({ audio: { ...named(files, "music", "audio/mpeg", file), duration: 1 } }),
  // "For backward compatibility, when this field is set, the document field will also be set."
  animation: (files, file) => {
    const kept = named(files, "animations", "video/mp4", file);
    return { animation: { ...kept, ...photoSize, duration: 1 }, document: kept };
  },
  sticker: (files, { bytes, mimeType = "image/webp" }) => ({
    sticker: {
      ...keep(files, "stickers", "sticker.webp", mimeType, bytes),
      ...photoSize,
      type: "regular",
      is_animated: mimeType === "application/x-tgsticker",
      is_video: mimeType === "video/webm",
    },
  }),
};

function named(files: FileStore, folder: string, defaultType: string, file: PersonFile) {
  const { fileName = "file", mimeType = defaultType, bytes } = file;
  return { ...keep(files, folder, fileName, mimeType, bytes), file_name: fileName, mime_type: mimeType };
}

function keep(files: FileStore, folder: string, fileName: string, mimeType: string, bytes: Uint8Array) {
  const { fileId, fileUniqueId } = files.add(folder, { fileName, mimeType, bytes });
  return { file_id: fileId, file_unique_id: fileUniqueId, file_size: bytes.length };
}
