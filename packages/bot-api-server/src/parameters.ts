import { badRequest } from "./bot-api-error";

/** A file that came as a part of a multipart body. */
export interface UploadedFile {
  readonly fileName: string;
  /** The media type that the part names, `application/octet-stream` without one. */
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/**
 * The parameters of one call, read the way Telegram reads them: names are exact, a number may come as a string,
 * an object may come as JSON text (https://core.telegram.org/bots/api#making-requests).
 */
export class Parameters {
  constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    private readonly files: ReadonlyMap<string, UploadedFile> = new Map(),
  ) {}

  /** A string; numbers and booleans are written out, anything else counts as absent. */
  text(name: string): string | undefined {
    const value = this.values.get(name);
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
  }

  /** A whole number; `undefined` when absent or something else. */
  integer(name: string): number | undefined {
    return toInteger(this.text(name));
  }

  /** True for `true`, `1`, `yes` and the like, as in Telegram's server. */
  flag(name: string): boolean {
    return ["true", "1", "yes", "t", "y"].includes((this.text(name) ?? "").toLowerCase());
  }

  /**
   * An object or array, as it is or as JSON text.
   * @throws BotApiError 400 for text that is no JSON.
   */
  json(name: string): unknown {
    const value = this.values.get(name);
    if (typeof value !== "string" || value === "") {
      return value === "" || value === null ? undefined : value;
    }
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  /** An uploaded file, by the name of its part or by `attach://<name of another part>`. */
  file(name: string): UploadedFile | undefined {
    const attached = /^attach:\/\/(.+)$/.exec(this.text(name) ?? "")?.[1];
    return this.files.get(attached ?? name);
  }
}

/** A whole number that JavaScript holds exactly; `undefined` for anything else. */
export function toInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** An object that is no array; `undefined` for anything else. */
export function toRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
