import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";

/** What is watched, and how. */
export interface WatchTreeProps {
  /** Files and folders with all that is in them; one that is not there yet is taken in when it comes. */
  readonly paths: readonly string[];
  /** Called with the files that were added, changed or removed, once they have come to rest. */
  readonly onChange: (files: readonly string[]) => void;
  /**
   * How long nothing may happen before a change is told: an editor saves in several steps, a checkout in hundreds.
   * @default 50
   */
  readonly restMilliseconds?: number;
}

/** A watch that is kept. */
export interface TreeWatch {
  close(): void;
}

/**
 * Watches files by the events of the kernel, one watch a folder: the recursive one of Node loses files of new
 * folders on Linux (https://github.com/nodejs/node/issues/48437), and a watch of a file ends when an editor puts
 * another in its place. An event says only that something may have happened; what has, is read from the folders.
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
        // It is gone already; its parent has told so.
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
      // A file that is replaced, or a folder that comes, is news of the folder around it.
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

/** @param onFolder called before a folder is read, so that nothing that comes into it later is missed */
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

/** What editors lay beside a file while they work is none. */
function isSource(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && name !== "node_modules";
}
