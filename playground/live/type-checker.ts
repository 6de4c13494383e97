import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

const compiler = join(repositoryFolder, "node_modules/typescript/bin/tsc");
const projectFile = join(repositoryFolder, "playground/live/tsconfig.json");

/**
 * Checks the types of the program and of the functions. Without the compiler, a development dependency, there is
 * nothing to check them with.
 *
 * @param memory A file in which the compiler keeps what it knows: a later check looks at what has changed alone.
 * @param project The compiler's settings. @default - those of what the run serves
 * @returns a line for each error: `path:line:column: TS2322: text`; empty when all is well
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

/** Lines that belong to an error before are indented, and left out. */
function readErrors(said: string): readonly string[] {
  return said
    .split("\n")
    .filter((line) => /^\S.*\berror TS\d+: /.test(line))
    .map((line) => line.replace(/^(.*)\((\d+),(\d+)\): error (TS\d+: )/, "$1:$2:$3: $4"));
}
