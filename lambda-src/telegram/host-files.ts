import { type FileStore, type HostFiles, HostRefused, HostUnavailable } from "../chat/ports";
import { mediaTypeOf } from "../chat/visitors/media-type";
import { type BotApi, BotApiError } from "./bot-api";
import { boundedBy, type Deadlines, defaultDeadlines } from "./deadlines";
import { hostErrorOf } from "./host-errors";
import { fileMaxBytes } from "./sent-file";

/**
 * Copies files from Telegram into the object store. The URL of a file at Telegram must not be passed on, because it
 * contains the bot's token.
 */
export function hostFiles(
  bot: BotApi,
  files: Pick<FileStore, "save">,
  deadlines: Deadlines = defaultDeadlines,
): HostFiles {
  return {
    async copy({ source, fileKey, fileType }, timeLeft) {
      const bytes = await download(bot, source, timeLeft, deadlines);
      // A type that was stored unchecked may not be a valid header. Every attempt would then fail.
      await files.save(fileKey, mediaTypeOf(fileType), bytes);
      return bytes.length;
    },
  };
}

async function download(
  bot: BotApi,
  fileId: string,
  timeLeft: () => number,
  deadlines: Deadlines,
): Promise<Uint8Array> {
  try {
    const milliseconds = boundedBy(timeLeft, deadlines.text);
    const file: unknown = await bot.call(
      (callMethod) => callMethod("getFile", { file_id: fileId }),
      milliseconds,
    );
    const { path, bytes } = readFile(file);
    if (bytes > fileMaxBytes) {
      throw new HostRefused(`getFile: the file has ${bytes} bytes`, "too large");
    }
    return await bot.download(path, {
      milliseconds: boundedBy(timeLeft, deadlines.download),
      maxBytes: fileMaxBytes,
    });
  } catch (error) {
    // The path is at most an hour old, and getFile has just accepted the token, so only the file can be missing.
    if (error instanceof BotApiError && error.method === "download" && error.error_code === 404) {
      throw new HostRefused("download: the file no longer exists", "refused");
    }
    throw withoutDoubt(hostErrorOf(error));
  }
}

/** Marks an error as unambiguous: nothing was posted, so another attempt does no harm. */
function withoutDoubt(error: unknown): unknown {
  if (!(error instanceof HostUnavailable)) {
    return error;
  }
  return new HostUnavailable(error.message, { ...error.details, ambiguous: false });
}

/** Reads the path and size of a file. The Bot API may omit both: https://core.telegram.org/bots/api#file */
function readFile(file: unknown): { readonly path: string; readonly bytes: number } {
  const { file_path: path, file_size: bytes } = (file ?? {}) as { file_path?: unknown; file_size?: unknown };
  if (typeof path === "string") {
    return { path, bytes: typeof bytes === "number" ? bytes : 0 };
  }
  throw new HostUnavailable("getFile: the answer contains no file_path", {
    ambiguous: false,
    needsAttention: true,
  });
}
