import { lstatSync, readFileSync } from "node:fs";
import { isPair, isScalar, parseDocument, visit } from "yaml";

/** Describes why a file cannot be read: it is missing, or it exists and is unusable. */
export interface FileProblem {
  readonly kind: "missing" | "wrong";
  /** Text for the user, for example `no such file`. */
  readonly problem: string;
}

/** Problems that the user can solve, by error code: https://nodejs.org/api/errors.html#common-system-errors */
const problems: Readonly<Record<string, string>> = {
  EACCES: "a file that you may not read",
  EISDIR: "a folder",
  ELOOP: "a symbolic link that leads to itself",
  ENOENT: "a symbolic link that leads nowhere",
  EPERM: "a file that you may not read",
};

/** Encodings by byte order mark, in hex: https://encoding.spec.whatwg.org/#bom-sniff */
const encodings: readonly (readonly [mark: string, encoding: string])[] = [
  ["efbbbf", "utf-8"],
  ["fffe", "utf-16le"],
  ["feff", "utf-16be"],
];

/**
 * Reads a text file as an editor may have saved it: UTF-8 with or without a byte order mark, or UTF-16 with a byte
 * order mark. Any other encoding is a problem, never an empty text.
 */
export function readText(path: string): { readonly text: string } | FileProblem {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return problemOf(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  const start = bytes.subarray(0, 3).toString("hex");
  const [, encoding] = encodings.find(([mark]) => start.startsWith(mark)) ?? ["", "utf-8"];
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes("\0")) {
      return { text };
    }
  } catch {
    // The bytes are invalid in this encoding.
  }
  return { kind: "wrong", problem: "a file that is neither UTF-8 nor UTF-16 with a byte order mark" };
}

/** Represents the content of a JSON file: its value and the paths of repeated keys, or a problem. */
export type JsonFile =
  | { readonly value: unknown; readonly duplicates: readonly (readonly string[])[] }
  | FileProblem;

/** Reads a JSON file as {@link readText} does. If an object has a key twice, the last value counts. */
export function readJson(path: string): JsonFile {
  const read = readText(path);
  if ("problem" in read) {
    return read;
  }
  try {
    return { value: JSON.parse(read.text), duplicates: duplicateKeys(read.text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "wrong", problem: `invalid JSON (${reason})` };
  }
}

function problemOf(path: string, code: string): FileProblem {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return code === "ENOENT" && !isThere
    ? { kind: "missing", problem: "no such file" }
    : { kind: "wrong", problem: problems[code] ?? `a file that cannot be read (${code})` };
}

/**
 * Finds keys that `JSON.parse` drops without a message. JSON is also valid YAML, and the YAML parser keeps these keys.
 */
function duplicateKeys(text: string): readonly (readonly string[])[] {
  const duplicates: string[][] = [];
  visit(parseDocument(text, { uniqueKeys: false }), {
    Map(_key, map, ancestors) {
      const keys = map.items.map(keyOf);
      const path = ancestors.filter(isPair).map(keyOf);
      const repeated = keys.filter((key, index) => keys.indexOf(key) < index);
      duplicates.push(...[...new Set(repeated)].map((key) => [...path, key]));
    },
  });
  return duplicates;
}

function keyOf({ key }: { readonly key: unknown }): string {
  return String(isScalar(key) ? key.value : key);
}
