import { fileNameMaxCharacters, fileSizeMax } from "@kite-chat/protocol";

/** A file as the browser provides it. */
export interface LocalFile {
  readonly name: string;
  /** The media type. Empty if the browser does not know it. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

/** The media types that may be sent, for a file dialog. */
export const acceptedTypes = Object.keys(fileSizeMax).join(",");

/** The reason why a file cannot be sent. */
export type FileRefusal =
  | { readonly problem: "type" }
  | { readonly problem: "empty" }
  /** @param isPhoto whether the file exceeds the limit for photos */
  | { readonly problem: "size"; readonly isPhoto: boolean; readonly maxMegabytes: number };

/** Checks a file by the rules of the server. @returns undefined for a file that may be sent */
export function findRefusal({ type, size }: LocalFile): FileRefusal | undefined {
  const most = fileSizeMax[type];
  if (most === undefined) {
    return { problem: "type" };
  }
  if (size === 0) {
    return { problem: "empty" };
  }
  return size > most
    ? { problem: "size", isPhoto: type.startsWith("image/"), maxMegabytes: most / 1024 / 1024 }
    : undefined;
}

/** Returns a name that the server accepts, as close to the file's own as possible. */
export function acceptableName(name: string): string {
  const cleaned = name.toWellFormed().replace(/[/\\\p{Cc}\p{Cs}]/gu, "_");
  const characters = [...cleaned];
  const cut = characters.slice(-fileNameMaxCharacters).join("");
  return ["", ".", ".."].includes(cut) ? "file" : cut;
}
