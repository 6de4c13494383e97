import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { hash } from "../../launcher/keep.cjs";
import { variableTable } from "../../settings/variables";

/** What the stack is made of, told from the repository. */
export const stackSources = [
  "main.ts",
  "stacks",
  "constructs",
  "settings",
  "deployments",
  "lambda-src",
  "protocol",
];

/** What a synth reads besides, but a local run does not follow. */
const more = ["buildspecs", "launcher", ".env", "package.json", "tsconfig.json"];

/** Returns a digest of all that our own program makes the stack from: files, and variables of the environment. */
export function digestSources(): string {
  const variables = Object.keys(variableTable).map((name) => [name, process.env[name]]);
  const sources = [...stackSources, ...more].map((source) => join(repositoryFolder, source));
  return hash(JSON.stringify([process.version, variables, digestFiles(sources)]));
}

/** Returns a digest of files, and of all files in folders; links are followed, and what is not there is left out. */
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
