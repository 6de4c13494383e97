import { badRequest } from "./bot-api-error";

/** A file that the bot uploaded in a call. */
export interface UploadedFile {
  /** The file's name. */
  readonly fileName: string;
  /** The media type, `application/octet-stream` if the upload has none. */
  readonly mimeType: string;
  /** The file's content. */
  readonly bytes: Uint8Array;
}

/**
 * The parameters of one call. They are read as Telegram reads them: names are case-sensitive, a number may be a string,
 * and an object may be JSON text (https://core.telegram.org/bots/api#making-requests).
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #files: ReadonlyMap<string, UploadedFile>;

  /** @internal */
  constructor(values: ReadonlyMap<string, unknown>, files: ReadonlyMap<string, UploadedFile> = new Map()) {
    this.#values = values;
    this.#files = files;
  }

  /** Returns a parameter as a string. Numbers and booleans are converted. Returns `undefined` for other values. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
  }

  /** Returns a parameter as an integer, or `undefined` if it is missing or not an integer. */
  integer(name: string): number | undefined {
    return toInteger(this.text(name));
  }

  /** Returns whether a parameter is `true`, `1`, `yes`, `t` or `y`, in any case. */
  flag(name: string): boolean {
    return ["true", "1", "yes", "t", "y"].includes((this.text(name) ?? "").toLowerCase());
  }

  /**
   * Returns an object or array. Parses it if the bot sent it as JSON text.
   * @throws BotApiError 400 if the text is not JSON.
   */
  json(name: string): unknown {
    const value = this.#values.get(name);
    if (typeof value !== "string" || value === "") {
      return value === "" || value === null ? undefined : value;
    }
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  /** Returns an uploaded file, by its parameter or by `attach://<name of another part>`. */
  file(name: string): UploadedFile | undefined {
    const attached = /^attach:\/\/(.+)$/.exec(this.text(name) ?? "")?.[1];
    return this.#files.get(attached ?? name);
  }
}

/** Returns a safe integer given as a number or a string, or `undefined` for anything else. */
export function toInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** Returns an object that is not an array, or `undefined` for anything else. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
