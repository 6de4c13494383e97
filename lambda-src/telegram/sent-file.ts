import type { SentFile } from "./update";
import type { TelegramMessage } from "./update-schema";

/** The largest file that bots may download from Telegram, in bytes: https://core.telegram.org/bots/api#getfile */
export const fileMaxBytes = 20 * 1024 * 1024;

/** Returns the file of a message, with Telegram's name and type, or the defaults of its kind. */
export function fileOf(sent: TelegramMessage): SentFile | undefined {
  const largest = sent.photo?.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const [stickerName, stickerType] = sent.sticker?.is_animated
    ? (["sticker.tgs", "application/x-tgsticker"] as const)
    : sent.sticker?.is_video
      ? (["sticker.webm", "video/webm"] as const)
      : (["sticker.webp", "image/webp"] as const);
  // The order is that of `passedOnFields`.
  const kinds = [
    ["photo", largest, "photo.jpg", "image/jpeg"],
    ["animation", sent.animation, "animation.mp4", "video/mp4"],
    ["video", sent.video, "video.mp4", "video/mp4"],
    ["video_note", sent.video_note, "video.mp4", "video/mp4"],
    ["voice", sent.voice, "voice.ogg", "audio/ogg"],
    ["audio", sent.audio, "audio.mp3", "audio/mpeg"],
    ["sticker", sent.sticker, stickerName, stickerType],
    ["document", sent.document, "file", "application/octet-stream"],
  ] as const;
  for (const [kind, file, defaultName, defaultType] of kinds) {
    if (file) {
      return {
        kind,
        fileId: file.file_id,
        fileName: file.file_name ?? defaultName,
        fileType: file.mime_type ?? defaultType,
        fileSize: file.file_size,
      };
    }
  }
  return undefined;
}
