import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { repositoryFolder } from "../../constructs/repository";

/** Lines of code by folder, the largest first, and their sum. */
export interface CodeCount {
  readonly total: number;
  readonly folders: Readonly<Record<string, number>>;
}

const isCode = (path: string) => /\.(ts|cjs|mjs)$/.test(path) && !/(^|\/)__tests__\/|\.d\.ts$/.test(path);

/**
 * Counts the lines of code of the tracked files, without tests, comments, blank lines and imports.
 * @param folder Folder of a repository. @default - this one
 */
export function countCode(folder = repositoryFolder): CodeCount {
  const tracked = execFileSync("git", ["ls-files"], { cwd: folder, encoding: "utf8" }).split("\n");
  const counts = new Map<string, number>();
  for (const path of tracked.filter((it) => isCode(it) && existsSync(join(folder, it)))) {
    const part = partOf(path);
    counts.set(part, (counts.get(part) ?? 0) + countLines(readFileSync(join(folder, path), "utf8")));
  }
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    folders: Object.fromEntries([...counts].sort(([, one], [, other]) => other - one)),
  };
}

/** Counts the lines of a TypeScript file with a token that is not part of an import. */
export function countLines(source: string): number {
  const { program, tokens = [] } = parse(source, {
    sourceType: "unambiguous",
    plugins: ["typescript"],
    tokens: true,
  });
  const imports = program.body.filter(
    (node) =>
      node.type === "ImportDeclaration" ||
      node.type === "ExportAllDeclaration" ||
      (node.type === "ExportNamedDeclaration" && node.source),
  );
  const isImported = ({ start, end }: Token) =>
    imports.some((node) => (node.start ?? 0) <= start && end <= (node.end ?? 0));
  const lines = new Set<number>();
  for (const token of tokens as readonly Token[]) {
    if (!/^Comment/.test(String(token.type)) && token.start < token.end && !isImported(token)) {
      for (let line = token.loc.start.line; line <= token.loc.end.line; line += 1) {
        lines.add(line);
      }
    }
  }
  return lines.size;
}

/** A token of the parser. The `type` of a comment is a text. */
interface Token {
  readonly type: unknown;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** Returns the top-level folder of a path, or its package. */
function partOf(path: string): string {
  const [first = path, second = ""] = path.split("/");
  return first === "packages" ? `${first}/${second}` : first;
}
