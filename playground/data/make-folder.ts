import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, one at a time. Node's own `recursive` never returns where a folder seems to be
 * missing for ever, as under `/proc`: mkdir answers ENOENT there, and Node tries the folder above again.
 *
 * @param folder An absolute path.
 * @throws the error of the file system
 */
export function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}
