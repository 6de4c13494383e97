import { type Zippable, zipSync } from "fflate";
import { hash, keep, readKept } from "../../launcher/keep.cjs";

/** What a zip says of each of its files. */
const attributes = {
  // The first year that a zip can hold, in local time: fflate reads the local fields, so every zone gives the same bytes.
  mtime: new Date(1980, 0, 2),
  // Unix, as the origin of the attributes.
  os: 3,
  // A regular file that its owner may write and all may read; Lambda runs as another user than the owner.
  attrs: 0o100644 << 16,
  level: 9,
} as const;

/**
 * A zip whose bytes depend on names and contents alone: sorted names, one time, one mode. The compressor is
 * written in JavaScript, so the version of Node has no say either.
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
 * A deterministic zip of one file, which is packed once as long as its content is the same.
 * @param name of what is kept
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
