import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

const compiler = join(repositoryFolder, "node_modules/typescript/bin/tsc");
const projectFile = join(repositoryFolder, "playground/live/tsconfig.json");

/**
 * Checks the types of the program and the functions. The compiler is a development dependency; without it, nothing is
 * checked.
 *
 * @param memory File for the compiler's incremental state. Later checks then read only the changes.
 * @param project The compiler's configuration.
 * @default - the configuration for the sources that the run serves
 * @returns one line per error: `path:line:column: TS2322: text`
 */
export function checkTypes(memory: string, project = projectFile): Promise<readonly string[]> {
  if (!existsSync(compiler)) {
    return Promise.resolve([]);
  }
  const options = ["--noEmit", "--pretty", "false", "--incremental", "--tsBuildInfoFile", memory];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, "-p", project, ...options],
      { cwd: repositoryFolder },
      (_, stdout) => resolve(readErrors(stdout)),
    );
  });
}

/** Indented lines belong to the error above them and are left out. */
function readErrors(said: string): readonly string[] {
  return said
    .split("\n")
    .filter((line) => /^\S.*\berror TS\d+: /.test(line))
    .map((line) => line.replace(/^(.*)\((\d+),(\d+)\): error (TS\d+: )/, "$1:$2:$3: $4"));
}
