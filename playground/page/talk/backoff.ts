const firstMilliseconds = 500;
const longestMilliseconds = 30_000;

/**
 * How long to wait after so many failures: half a second, doubled each time, up to 30 s; a random half of it is left
 * out, so that clients that were cut off together do not come back together.
 *
 * @param failures 1 or more.
 * @param random From 0 up to 1.
 */
export function backoffMilliseconds(failures: number, random: number): number {
  const longest = Math.min(longestMilliseconds, firstMilliseconds * 2 ** (Math.max(1, failures) - 1));
  return Math.round(longest * (1 - random / 2));
}
