import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes the database and the objects of earlier runs, and nothing else: a file that Kite does not make stays, and
 * so does the folder that it is in.
 */
export function emptyData(dataDirectory: string): void {
  removeFiles(dataDirectory, databaseFile);
  const buckets = join(dataDirectory, "buckets");
  for (const name of foldersIn(buckets)) {
    removeFiles(join(buckets, name), objectFile);
    removeIfEmpty(join(buckets, name));
  }
  removeIfEmpty(buckets);
  removeIfEmpty(dataDirectory);
}

/** The engine's file, with SQLite's files beside it (https://www.sqlite.org/tempfiles.html), and the record of its process. */
const databaseFile = /^(dynamodb\.sqlite(-journal|-shm|-wal)?|engine\.json)$/;

/** The bytes of an object, and what else is known of it: named by the store of the buckets. */
const objectFile = /^([0-9a-f-]{36}\.bytes|[0-9a-f]{64}\.json(\.new)?)$/;

function removeFiles(folder: string, pattern: RegExp): void {
  for (const entry of entriesOf(folder)) {
    if (entry.isFile() && pattern.test(entry.name)) {
      rmSync(join(folder, entry.name), { force: true });
    }
  }
}

/** Symbolic links are not followed. */
function foldersIn(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not there, or holds something that is not ours.
  }
}
