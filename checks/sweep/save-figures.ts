import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";

/** What a run has shown. */
export interface Figures {
  /** The command that made them. */
  readonly command: string;
  /** Tables in Markdown. */
  readonly figures: string;
  readonly counts: string;
  readonly seconds: number;
}

const PAGE = join(REPOSITORY, "docs/reliability.md");
const BEGIN = "<!-- figures: begin -->";
const END = "<!-- figures: end -->";

/** Writes the figures of a run between the marks of docs/reliability.md. */
export function saveFigures(figures: Figures): void {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(PAGE, withFigures(readFileSync(PAGE, "utf8"), figures, day));
}

/**
 * Returns a page with other figures.
 *
 * @throws Error for a page without the marks
 */
export function withFigures(
  page: string,
  { command, figures, counts, seconds }: Figures,
  day: string,
): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`docs/reliability.md: expected the marks ${BEGIN} and ${END}.`);
  }
  const made = `Made by \`${command} --save\` on ${day}, in ${Math.round(seconds / 60)} minutes.`;
  const body = [BEGIN, made, figures, counts].join("\n\n");
  return `${page.slice(0, begin)}${body}\n\n${page.slice(end)}`;
}
