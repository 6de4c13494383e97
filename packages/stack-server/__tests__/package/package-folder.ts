import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of this package. */
export const packageRoot = resolve(__dirname, "../..");

/** Folder of the repository. */
export const repositoryFolder = resolve(packageRoot, "../..");

/** The parts of a package.json that these tests read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** Returns the paths of all files in a folder of the package. */
export function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(name) && !name.includes("cdktf.out"))
    .map((name) => join(packageRoot, folder, name));
}
