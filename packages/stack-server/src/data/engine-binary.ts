import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { NoDatabaseError } from "./engine-error";

const requireFrom = createRequire(__filename);

/** Platform and folders for the search for the database engine. */
export interface EngineLookup {
  /** Platform, in the form `<process.platform>-<process.arch>`. @default - this machine's platform */
  readonly platform?: string;
  /** Folders to search, in the form of `PATH`. @default - the `PATH` of this process */
  readonly path?: string;
}

/**
 * Finds the database engine: a static binary in the optional package `@dynoxide/<platform>-<arch>`, or a `dynoxide`
 * on the `PATH`.
 *
 * @throws NoDatabaseError when the engine is not found. The message contains the command to run.
 */
export function findEngineBinary({
  platform = `${process.platform}-${process.arch}`,
  path = process.env.PATH ?? "",
}: EngineLookup = {}): string {
  const name = `@dynoxide/${platform}`;
  const file = platform.startsWith("win32") ? "dynoxide.exe" : "dynoxide";
  try {
    return requireFrom.resolve(`${name}/${file}`);
  } catch (cause) {
    const found = path
      .split(delimiter)
      .filter((folder) => folder !== "")
      .map((folder) => join(folder, file))
      .find(isExecutable);
    if (found !== undefined) {
      return found;
    }
    throw new NoDatabaseError(
      `There is no database engine for this machine (${platform}): the package ${name} is not installed, and ` +
        `no dynoxide is on the PATH. ${remedyFor(platform)}`,
      { cause },
    );
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Platform whose package is among the optional dependencies. */
const packaged = "linux-x64";

/**
 * Returns the command that installs the engine: https://github.com/nubo-db/dynoxide/blob/main/docs/installation.md
 */
function remedyFor(platform: string): string {
  if (platform === packaged) {
    return "Run: npm install --include=optional";
  }
  if (platform.startsWith("darwin") || platform.startsWith("linux")) {
    return "Run: brew install nubo-db/tap/dynoxide";
  }
  return (
    "Start DynamoDB Local (docker run -p 8000:8000 amazon/dynamodb-local), and pass its URL " +
    "(http://127.0.0.1:8000) as the DynamoDB endpoint."
  );
}
