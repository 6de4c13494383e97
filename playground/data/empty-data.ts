import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes the database and the objects of earlier runs. Keeps every file that Kite did not create, and the folder
 * that contains it.
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

/**
 * The engine's database, SQLite's temporary files (https://www.sqlite.org/tempfiles.html), and the record of the
 * engine's process.
 */
const databaseFile = /^(dynamodb\.sqlite(-journal|-shm|-wal)?|engine\.json)$/;

/** An object's bytes and its metadata, as the object store names them. */
const objectFile = /^([0-9a-f-]{36}\.bytes|[0-9a-f]{64}\.json(\.new)?)$/;

function removeFiles(folder: string, pattern: RegExp): void {
  for (const entry of entriesOf(folder)) {
    if (entry.isFile() && pattern.test(entry.name)) {
      rmSync(join(folder, entry.name), { force: true });
    }
  }
}

/** Returns the names of the folders in a folder. Does not follow symbolic links. */
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
    // The folder is missing, or contains files that Kite did not create.
  }
}
