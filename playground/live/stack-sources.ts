import { existsSync, readdirSync, readFileSync } from "node:fs";
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
  const files = [...stackSources, ...more].flatMap(filesIn).map((file) => [file, hash(readFileSync(file))]);
  return hash(JSON.stringify([process.version, variables, files]));
}

function filesIn(source: string): readonly string[] {
  const path = join(repositoryFolder, source);
  if (!existsSync(path)) {
    return [];
  }
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [path];
  }
}
