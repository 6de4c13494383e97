import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../constructs/user-error";
import { emptyData } from "./empty-data";
import { takeRunLock } from "./run-lock";

export interface DataFolderOptions {
  /** `--data`; `undefined`: the default folder. */
  readonly path: string | undefined;
  /** The folder without `--data`. It is Kite's by its name: other scripts write there too. */
  readonly defaultFolder: string;
  /** True: the data of earlier runs is removed. */
  readonly fresh: boolean;
}

/** The folder of a run, locked. */
export interface DataFolder {
  readonly directory: string;
  readonly outputDirectory: string;
  readonly dataDirectory: string;
  /** Lets another run use the folder. */
  release(): void;
}

/** Marks a folder as made by Kite. */
export const markerFile = "made-by-kite.txt";

const markerText =
  "Kite's local run (npm start) keeps its synthesized stack, its database and its files here.\n" +
  "Delete the whole folder when no run uses it, or start with --fresh to remove the data alone.\n";

/**
 * Takes a folder for one run: makes and marks it when it is absent or empty, locks it, and removes the data of
 * earlier runs when asked to.
 *
 * @throws UserError when the folder cannot be made, when Kite did not make it, or when another run uses it;
 * nothing in it was changed then
 */
export function takeDataFolder({ path, defaultFolder, fresh }: DataFolderOptions): DataFolder {
  const folder = resolve(path ?? defaultFolder);
  const name = path === undefined ? folder : `--data ${path}`;
  const release = withName(name, () => {
    makeFolder(folder);
    if (folder !== resolve(defaultFolder)) {
      refuseForeign(folder, name);
    }
    // The marker comes first: a folder with nothing but the lock of another run is ours too.
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
      `${name}: this folder holds files, and Kite did not make it (it has no ${markerFile}). Choose a new or an empty folder.`,
    );
  }
}

/** Puts the name of the folder before an error of the file system. */
function withName<Result>(name: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof UserError) {
      throw cause;
    }
    const reason = String(cause).replace(/^Error: /, "");
    throw new UserError(`${name}: the folder cannot be used (${reason}). Choose another.`, { cause });
  }
}

/**
 * Makes a folder and those above it, one at a time. Node's own `recursive` never returns where a folder seems to be
 * missing for ever, as under `/proc`: mkdir answers ENOENT there, and Node tries the folder above again.
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
