const units = [
  ["day", 24 * 60 * 60_000],
  ["hour", 60 * 60_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** Returns a duration in its largest unit, for example "3 hours". */
export function describeAge(milliseconds: number): string {
  for (const [unit, length] of units) {
    const count = Math.floor(milliseconds / length);
    if (count >= 1) {
      return `${count} ${unit}${count === 1 ? "" : "s"}`;
    }
  }
  return "less than a second";
}
