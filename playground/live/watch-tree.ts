import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";

/** Properties of {@link watchTree}. */
export interface WatchTreeProps {
  /** Files and folders, with everything in them. A path that does not exist yet is watched once it appears. */
  readonly paths: readonly string[];
  /** Called with the files that were added, changed or removed, once changes have stopped. */
  readonly onChange: (files: readonly string[]) => void;
  /**
   * Quiet time before a change is reported, in milliseconds. An editor saves a file in several steps, and a checkout
   * changes hundreds of files.
   * @default 50
   */
  readonly restMilliseconds?: number;
}

/** An active watch. */
export interface TreeWatch {
  close(): void;
}

/**
 * Watches files through kernel events, with one watch per folder. Node's recursive watch misses files in new folders
 * on Linux (https://github.com/nodejs/node/issues/48437). A watch on a file ends when an editor replaces the file. An
 * event only means that something may have changed, so the folders are read to find out.
 */
export function watchTree({ paths, onChange, restMilliseconds = 50 }: WatchTreeProps): TreeWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(look, restMilliseconds);
  };
  const keepWatch = (folder: string) => {
    if (!watchers.has(folder)) {
      try {
        const watcher = watch(folder, wake);
        watchers.set(folder, watcher);
        watcher.on("error", () => forget(folder));
      } catch {
        // The folder is gone already. The watch of its parent reports that.
      }
    }
  };
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const read = (): ReadonlyMap<string, string> => {
    const files = new Map<string, string>();
    const folders = new Set<string>();
    const take = (folder: string) => {
      folders.add(folder);
      keepWatch(folder);
    };
    for (const path of paths) {
      // Replacing a file or adding a folder is an event of the parent folder.
      take(dirname(path));
      visit(path, files, take);
    }
    for (const folder of [...watchers.keys()].filter((it) => !folders.has(it))) {
      forget(folder);
    }
    return files;
  };
  let known = read();
  const look = () => {
    const before = known;
    known = read();
    const gone = [...before.keys()].filter((file) => !known.has(file));
    const changed = [...known].filter(([file, state]) => before.get(file) !== state).map(([file]) => file);
    if (gone.length + changed.length > 0) {
      onChange([...changed, ...gone]);
    }
  };

  return {
    close: () => {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) {
        forget(folder);
      }
    },
  };
}

/** @param onFolder Called before a folder is read, so that files added later are not missed. */
function visit(path: string, files: Map<string, string>, onFolder: (folder: string) => void): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    files.set(path, `${stats.ino} ${stats.size} ${stats.mtimeMs}`);
  }
  if (stats?.isDirectory()) {
    onFolder(path);
    for (const name of namesIn(path).filter(isSource)) {
      visit(join(path, name), files, onFolder);
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Returns whether a file is a source, and not a temporary file of an editor. */
function isSource(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && name !== "node_modules";
}
