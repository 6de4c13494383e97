import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Files of an output folder: relative path and content. */
export type Output = ReadonlyMap<string, Buffer>;

/** Reads all files of an output folder. */
export function readOutput(directory: string): Output {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.sort().map((path) => [relative(directory, path), readFileSync(path)]));
}

/**
 * Lists the differences between two outputs, one text for each difference. JSON is compared by value, without the
 * version of the library that wrote it. Other files are compared byte by byte.
 */
export function differences(one: Output, other: Output): readonly string[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  return paths.flatMap((path) => {
    const [mine, theirs] = [one.get(path), other.get(path)];
    if (mine === undefined || theirs === undefined) {
      return [`${path}: exists only in the ${mine ? "first" : "second"} output`];
    }
    if (!path.endsWith(".json")) {
      return mine.equals(theirs) ? [] : [`${path}: different bytes`];
    }
    return unlike(path, withoutVersion(mine), withoutVersion(theirs));
  });
}

interface Metadata {
  version?: unknown;
  "//"?: { metadata?: { version?: unknown } };
}

function withoutVersion(content: Buffer): unknown {
  const document = JSON.parse(content.toString()) as Metadata;
  delete document.version;
  delete document["//"]?.metadata?.version;
  return document;
}

/** Lists each place below a path at which two values differ, and both of its values. */
function unlike(path: string, one: unknown, other: unknown): readonly string[] {
  if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => unlike(`${path} ${key}`, one[key], other[key]));
  }
  return one === other ? [] : [`${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
