import { type Zippable, zipSync } from "fflate";

/** The first year that a zip can hold, in local time: fflate reads the local fields, so every zone gives the same bytes. */
const fixedTime = new Date(1980, 0, 2);

/** Unix, as the origin of the attributes. */
const unix = 3;

/** A regular file that its owner may write and all may read; Lambda runs as another user than the owner. */
const fileMode = 0o100644 << 16;

/**
 * A zip whose bytes depend on names and contents alone: sorted names, one time, one mode. The compressor is
 * written in JavaScript, so the version of Node has no say either.
 */
export function deterministicZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const content = files[name];
    if (content) {
      sorted[name] = [content, { mtime: fixedTime, os: unix, attrs: fileMode, level: 9 }];
    }
  }
  return zipSync(sorted);
}
