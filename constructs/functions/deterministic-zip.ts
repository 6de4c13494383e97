import { type Zippable, zipSync } from "fflate";
import { hash, keep, readKept } from "../../launcher/keep.cjs";

/** Attributes of each file in a zip. */
const attributes = {
  // The earliest year that a zip can store. fflate reads the date in local time, so the time zone has no influence.
  mtime: new Date(1980, 0, 2),
  // The attributes are in the format of Unix.
  os: 3,
  // A regular file, writable by its owner and readable by all: Lambda runs as another user than the owner.
  attrs: 0o100644 << 16,
  level: 9,
} as const;

/**
 * Creates a zip whose bytes depend only on names and contents. The names are sorted, and all files have one time and
 * one mode. The compressor is written in JavaScript, so the version of Node.js has no influence either.
 */
export function deterministicZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const content = files[name];
    if (content) {
      sorted[name] = [content, attributes];
    }
  }
  return zipSync(sorted);
}

/**
 * Returns a deterministic zip of one file. The zip is stored, and is created again only if the content changes.
 * @param name the name of the stored zip
 */
export function keptZip(name: string, file: string, content: Uint8Array): Uint8Array {
  const key = JSON.stringify([file, attributes, hash(content)]);
  const kept = readKept(name, key);
  if (kept !== undefined) {
    return kept;
  }
  const zip = deterministicZip({ [file]: content });
  keep(name, key, zip);
  return zip;
}
