import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { unzipSync } from "fflate";
import type { FunctionModel } from "../stack/model";

/**
 * Unpacks a function's package to `<workDirectory>/<functionName>/<hash>/`, unless that was done before.
 *
 * @param sourceMaps Folder of source maps, each named `<SHA-256 of its module in hex>.map`.
 * @default - none
 * @returns the absolute path of the directory
 * @throws PackageError when the package is missing, is not a zip file, or contains a path outside the directory
 */
export function unpackFunction(
  { functionName, packagePath }: Pick<FunctionModel, "functionName" | "packagePath">,
  workDirectory: string,
  sourceMaps?: string,
): string {
  const bytes = readPackage(functionName, packagePath);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, hashLength);
  const directory = join(workDirectory, functionName, hash);
  if (existsSync(directory)) {
    return directory;
  }
  const unfinished = `${directory}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  writeEntries(functionName, unzip(functionName, packagePath, bytes), unfinished, sourceMaps);
  renameSync(unfinished, directory);
  return directory;
}

/** The package of a function cannot be read or unpacked. */
export class PackageError extends Error {
  override readonly name = "PackageError";
}

const hashLength = 16;

function readPackage(functionName: string, packagePath: string): Uint8Array {
  try {
    return readFileSync(packagePath);
  } catch (cause) {
    throw new PackageError(
      `The package of function ${functionName} cannot be read from ${packagePath}. Synthesize the stack again.`,
      { cause },
    );
  }
}

function unzip(functionName: string, packagePath: string, bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw new PackageError(
      `The package of function ${functionName} is not a zip file: ${packagePath}. Synthesize the stack again.`,
      {
        cause,
      },
    );
  }
}

function writeEntries(
  functionName: string,
  entries: Record<string, Uint8Array>,
  directory: string,
  sourceMaps: string | undefined,
): void {
  mkdirSync(directory, { recursive: true });
  // Without its own package.json, a module's type would depend on the project that contains the directory.
  for (const [name, content] of Object.entries({
    "package.json": new TextEncoder().encode("{}"),
    ...entries,
  })) {
    const path = join(directory, name);
    if (relative(directory, path).split(sep)[0] === "..") {
      throw new PackageError(
        `The package of function ${functionName} contains ${name}, which is a path outside the package. Remove that entry and synthesize the stack again.`,
      );
    }
    if (name.endsWith("/")) {
      mkdirSync(path, { recursive: true });
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      if (sourceMaps !== undefined && /\.[cm]?js$/.test(name)) {
        addSourceMap(path, content, sourceMaps);
      }
    }
  }
}

/** Writes the map beside its module and adds a reference to it, which the deployed package does not have. */
function addSourceMap(modulePath: string, content: Uint8Array, sourceMaps: string): void {
  const map = join(sourceMaps, `${createHash("sha256").update(content).digest("hex")}.map`);
  if (existsSync(map)) {
    copyFileSync(map, `${modulePath}.map`);
    appendFileSync(modulePath, `\n//# sourceMappingURL=${basename(modulePath)}.map\n`);
  }
}
