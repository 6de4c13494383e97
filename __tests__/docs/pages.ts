import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

/** Paths of the Markdown pages in the repository. */
export const pages: readonly string[] = [
  ...markdownIn("."),
  ...markdownIn(".github", true),
  ...markdownIn("docs", true),
  ...readdirSync(join(repositoryFolder, "packages")).map((name) => `packages/${name}/README.md`),
];

export function readPage(page: string): string {
  return readFileSync(join(repositoryFolder, page), "utf8");
}

function markdownIn(folder: string, recursive = false): readonly string[] {
  return readdirSync(join(repositoryFolder, folder), { recursive, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .sort();
}
