import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { type Finding, findWords } from "./find-words";
import { readTexts } from "./read-texts";
import { openings, wordRules } from "./rules";

/** A finding and its file. */
export interface FileFinding extends Finding {
  /** Path in the repository. */
  readonly file: string;
}

/** The files that quote the words on purpose. */
const quoting = ["checks/prose/rules.ts", "__tests__/checks/prose", "docs/texts.md"];

/**
 * Checks the prose of the files that Git tracks.
 * @param paths Files and folders of the repository. @default - all files
 */
export function checkProse(paths: readonly string[] = []): readonly FileFinding[] {
  const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repositoryFolder,
    encoding: "utf8",
  }).split("\0");
  return tracked
    .filter((file) => !isIn(file, quoting) && (paths.length === 0 || isIn(file, paths)))
    .flatMap(checkFile);
}

function isIn(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const folder = path.replace(/\/$/, "");
    return folder === "." || file === folder || file.startsWith(`${folder}/`);
  });
}

function checkFile(file: string): readonly FileFinding[] {
  return /\.(?:[cm]?[jt]s|md|sh|yml|txt)$/.test(file)
    ? checkSource(file, readFileSync(join(repositoryFolder, file), "utf8"))
    : [];
}

/** Checks the prose of one file, whose path determines how its texts are read. */
export function checkSource(file: string, source: string): readonly FileFinding[] {
  return mayHaveFindings(source)
    ? readTexts(file, source).flatMap((text) => findWords(text).map((finding) => ({ ...finding, file })))
    : [];
}

const anyWord = new RegExp(wordRules.map(({ pattern }) => pattern.source).join("|"), "i");
const anyOpening = new RegExp(`[^\\w\\s,;:]\\s*${openings.source.slice(1)}`);
const anySmallOpening = new RegExp(`(?:["'\`]|@param \\S+ |@\\w+ )(?:- )?${openings.source.slice(1)}`, "i");
const anyParagraph = /(?:^|\n)[ \t]*(?:\*|\/\/|#)?[ \t]*\n[ \t]*(?:\*|\/\/|#)?[ \t]*[WHBIO]/;

/** Returns whether a file has to be parsed. Parsing is slow, and most files have none of the words. */
function mayHaveFindings(source: string): boolean {
  const inOneLine = source.replace(/\n[ \t]*(?:\*|\/\/|#)?[ \t]*/g, " ");
  return (
    anyWord.test(inOneLine) ||
    anyOpening.test(source) ||
    anySmallOpening.test(source) ||
    anyParagraph.test(`\n\n${source}`)
  );
}
