import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

/** Figures of a run. */
export interface Figures {
  /** Command that measured them. */
  readonly command: string;
  /** Tables in Markdown. */
  readonly figures: string;
  readonly counts: string;
  readonly seconds: number;
}

const pageFile = join(repositoryFolder, "docs/reliability.md");
const beginMark = "<!-- figures: begin -->";
const endMark = "<!-- figures: end -->";

/** Writes the figures of a run between the marks in docs/reliability.md. */
export function saveFigures(figures: Figures): void {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(pageFile, withFigures(readFileSync(pageFile, "utf8"), figures, day));
}

/**
 * Returns a page with new figures.
 *
 * @throws Error for a page without the marks
 */
export function withFigures(
  page: string,
  { command, figures, counts, seconds }: Figures,
  day: string,
): string {
  const begin = page.indexOf(beginMark);
  const end = page.indexOf(endMark);
  if (begin < 0 || end < begin) {
    throw new Error(`docs/reliability.md: expected the marks ${beginMark} and ${endMark}.`);
  }
  const made = `Made by \`${command} --save\` on ${day}, in ${Math.round(seconds / 60)} minutes.`;
  const body = [beginMark, made, figures, counts].join("\n\n");
  return `${page.slice(0, begin)}${body}\n\n${page.slice(end)}`;
}
