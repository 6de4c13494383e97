import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../constructs/user-error";
import { emptyData } from "./empty-data";
import { takeRunLock } from "./run-lock";

/** Options of {@link takeDataFolder}. */
export interface DataFolderOptions {
  /** `--data`; `undefined` selects the default folder. */
  readonly path: string | undefined;
  /** Folder to use without `--data`. It may contain other files, because other scripts of Kite write there too. */
  readonly defaultFolder: string;
  /** Removes the data of earlier runs. */
  readonly fresh: boolean;
}

/** The locked folder of a run. */
export interface DataFolder {
  readonly directory: string;
  readonly outputDirectory: string;
  readonly dataDirectory: string;
  /** Unlocks the folder for another run. */
  release(): void;
}

/** Marks a folder that Kite created. */
export const markerFile = "made-by-kite.txt";

const markerText =
  "Kite's local run (npm start) stores its synthesized stack, its database and its files here.\n" +
  "When no run uses this folder, you can delete it. To delete only the data, start with --fresh.\n";

/**
 * Locks a folder for one run. Creates the folder if it is missing, and marks it as Kite's. With `fresh`, removes the
 * data of earlier runs.
 *
 * @throws UserError when the folder cannot be created, was not created by Kite, or is in use. In these cases, the
 * folder does not change.
 */
export function takeDataFolder({ path, defaultFolder, fresh }: DataFolderOptions): DataFolder {
  const folder = resolve(path ?? defaultFolder);
  const name = path === undefined ? folder : `--data ${path}`;
  const release = withName(name, () => {
    makeFolder(folder);
    if (folder !== resolve(defaultFolder)) {
      refuseForeign(folder, name);
    }
    // The marker comes first. Otherwise, a second run would reject a folder that contains only the lock of the first
    // run.
    writeFileSync(join(folder, markerFile), markerText);
    return takeRunLock(folder);
  });
  const dataDirectory = join(folder, "data");
  if (fresh) {
    emptyData(dataDirectory);
  }
  return { directory: folder, outputDirectory: join(folder, "stack"), dataDirectory, release };
}

function refuseForeign(folder: string, name: string): void {
  if (readdirSync(folder).length > 0 && !existsSync(join(folder, markerFile))) {
    throw new UserError(
      `${name}: this folder contains files, and Kite did not create it (there is no ${markerFile}). Choose a new or empty folder.`,
    );
  }
}

/** Puts the name of the folder in front of a file system error. */
function withName<Result>(name: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof UserError) {
      throw cause;
    }
    const reason = String(cause).replace(/^Error: /, "");
    throw new UserError(`${name}: this folder cannot be used (${reason}). Choose another folder.`, { cause });
  }
}

/**
 * Creates a folder and its parents, one at a time. Node's `recursive` never returns for a path under `/proc`: mkdir
 * reports ENOENT there, and Node retries the parent forever.
 *
 * @param folder An absolute path.
 * @throws the error of the file system
 */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}
