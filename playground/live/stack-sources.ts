import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { hash } from "../../launcher/keep.cjs";
import { variableTable } from "../../settings/variables";

/** Sources of the stack, as paths from the repository's root. */
export const stackSources = [
  "main.ts",
  "stacks",
  "constructs",
  "settings",
  "deployments",
  "lambda-src",
  "protocol",
];

/** Further inputs of a synthesis, which a local run does not watch. */
const more = ["buildspecs", "launcher", ".env", "package.json", "tsconfig.json"];

/** Returns a digest of all inputs of the program's synthesis: its files and its environment variables. */
export function digestSources(): string {
  const variables = Object.keys(variableTable).map((name) => [name, process.env[name]]);
  const sources = [...stackSources, ...more].map((source) => join(repositoryFolder, source));
  return hash(JSON.stringify([process.version, variables, digestFiles(sources)]));
}

/** Returns a digest of files, and of all files in folders. Follows links, and skips paths that do not exist. */
export function digestFiles(paths: readonly string[]): string {
  const files = paths.filter((path) => existsSync(path)).flatMap(filesIn);
  return hash(JSON.stringify(files.map((file) => [file, hash(readFileSync(file))])));
}

function filesIn(path: string): readonly string[] {
  return statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .map((name) => join(path, name))
        .filter((file) => existsSync(file))
        .flatMap(filesIn)
    : [path];
}
