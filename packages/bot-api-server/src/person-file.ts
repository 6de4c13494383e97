import type { MessageContent } from "./chat-room";
import { findEntities } from "./entities";
import type { FileStore } from "./files";
import { measurePicture } from "./pictures";

/** What a person's app makes of a file. */
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
  readonly kind: PersonFileKind;
  readonly bytes: Uint8Array;
  /** Photos, stickers, voice and video messages have none in Telegram. @default "file" */
  readonly fileName?: string;
  /** @default that of the kind; `application/octet-stream` for a document */
  readonly mimeType?: string;
  /** What stands below it. @default nothing */
  readonly caption?: string;
  /** A smaller size of a photo; the largest one comes last, as in Telegram. @default none */
  readonly thumbnail?: Uint8Array;
}

/** Keeps a file of a person and describes the message with it: https://core.telegram.org/bots/api#message */
export function describePersonFile(files: FileStore, file: PersonFile): MessageContent {
  const { kind, caption = "" } = file;
  const marks = findEntities(caption);
  return {
    ...DESCRIBE[kind](files, file),
    ...(caption === "" ? {} : { caption }),
    ...(marks.length === 0 ? {} : { caption_entities: marks }),
  };
}

type Describe = (files: FileStore, file: PersonFile) => MessageContent;

const SQUARE = { width: 1, height: 1, length: 1 };

const DESCRIBE: Readonly<Record<PersonFileKind, Describe>> = {
  photo: (files, { bytes, thumbnail }) => ({
    photo: [...(thumbnail ? [thumbnail] : []), bytes].map((size, index) => ({
      ...keep(files, "photos", "photo.jpg", "image/jpeg", size),
      ...(measurePicture(size) ?? { width: 100 * (index + 1), height: 100 * (index + 1) }),
    })),
  }),
  document: (files, file) => ({ document: named(files, "documents", "application/octet-stream", file) }),
  video: (files, file) => ({
    video: { ...named(files, "videos", "video/mp4", file), ...SQUARE, duration: 1 },
  }),
  videoNote: (files, { bytes }) => ({
    video_note: { ...keep(files, "video_notes", "note.mp4", "video/mp4", bytes), ...SQUARE, duration: 1 },
  }),
  voice: (files, { bytes, mimeType = "audio/ogg" }) => ({
    voice: { ...keep(files, "voice", "voice.oga", mimeType, bytes), mime_type: mimeType, duration: 1 },
  }),
  audio: (files, file) => ({ audio: { ...named(files, "music", "audio/mpeg", file), duration: 1 } }),
  // "For backward compatibility, when this field is set, the document field will also be set."
  animation: (files, file) => {
    const kept = named(files, "animations", "video/mp4", file);
    return { animation: { ...kept, ...SQUARE, duration: 1 }, document: kept };
  },
  sticker: (files, { bytes, mimeType = "image/webp" }) => ({
    sticker: {
      ...keep(files, "stickers", "sticker.webp", mimeType, bytes),
      ...SQUARE,
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
