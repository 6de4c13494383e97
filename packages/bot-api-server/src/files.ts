import { randomBytes } from "node:crypto";
import { badRequest } from "./bot-api-error";
import type { UploadedFile } from "./parameters";

/** A file that the bot or a person has sent. */
export interface StoredFile extends UploadedFile {
  /** The `file_id` in messages. */
  readonly fileId: string;
  /** The `file_unique_id` in messages. */
  readonly fileUniqueId: string;
  /** The `file_path` that `getFile` returns and `/file/bot<token>/<file_path>` serves. */
  readonly filePath: string;
}

/** Bots may download files of up to 20 MB: https://core.telegram.org/bots/api#getfile */
const largestDownloadBytes = 20 * 1024 * 1024;
const fetchTimeoutMilliseconds = 20_000;

/** The files that the bot and people have sent. */
export class FileStore {
  readonly #files: StoredFile[] = [];

  /**
   * Stores a file under a folder such as `photos`.
   * @internal
   */
  add(folder: string, file: UploadedFile): StoredFile {
    const extension = /\.[A-Za-z0-9]{1,8}$/.exec(file.fileName)?.[0] ?? "";
    const stored: StoredFile = {
      ...file,
      fileId: randomBytes(32).toString("base64url"),
      fileUniqueId: randomBytes(11).toString("base64url"),
      filePath: `${folder}/file_${this.#files.length}${extension}`,
    };
    this.#files.push(stored);
    return stored;
  }

  /** Returns the file with this `file_id`, or `undefined`. */
  tryFindById(fileId: string | undefined): StoredFile | undefined {
    return this.#files.find((file) => file.fileId === fileId);
  }

  /** Returns the file with this `file_path`, or `undefined`. */
  tryFindByPath(filePath: string): StoredFile | undefined {
    return this.#files.find((file) => file.filePath === filePath);
  }

  /**
   * @throws BotApiError 400 if the file is over 20 MiB, as `getFile` does.
   * @internal
   */
  checkDownloadable(file: StoredFile): void {
    if (file.bytes.length > largestDownloadBytes) {
      throw badRequest("file is too big");
    }
  }
}

/**
 * Fetches a file that a bot sends by URL: photos up to 5 MB, others up to 20 MB
 * (https://core.telegram.org/bots/api#sending-files).
 *
 * @throws BotApiError 400 if the request fails or the file is too large.
 */
export async function fetchFile(url: string, largestBytes: number): Promise<UploadedFile> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMilliseconds) });
    const bytes = response.ok ? await readAtMost(response, largestBytes) : undefined;
    if (bytes !== undefined) {
      return {
        // The name comes from the requested URL, even after a redirect.
        fileName: decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""),
        mimeType: (response.headers.get("content-type") ?? "application/octet-stream").split(";")[0] ?? "",
        bytes,
      };
    }
  } catch {
    // Telegram reports the same error for every cause.
  }
  throw badRequest("failed to get HTTP URL content");
}

/** Returns the body, or `undefined` if it is larger than `largestBytes`. */
async function readAtMost(response: Response, largestBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largestBytes) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
