/** Maximum number of letters by which a mistyped name may differ. */
const maxDistance = 2;

/**
 * Finds the name that a person probably meant.
 * @returns `undefined` when no name is similar enough
 */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, letters: distance(name, candidate) }))
    .sort((one, other) => one.letters - other.letters);
  return best && best.letters <= maxDistance ? best.candidate : undefined;
}

/** Counts the letters to add, remove or replace: https://en.wikipedia.org/wiki/Levenshtein_distance */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (above[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      current.push(Math.min((current[column] ?? 0) + 1, (above[column + 1] ?? 0) + 1, replaced));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
