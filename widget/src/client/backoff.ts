import { second } from "./clock";

const shortestMilliseconds = 0.5 * second;
const longestMilliseconds = 30 * second;

/**
 * Returns the wait after a number of failures: half a second, doubled each time, up to 30 s. The wait is reduced by a
 * random part of up to half. Clients that lost their connections at the same time therefore do not reconnect at the
 * same time.
 * @param failures 1 or more
 * @param random from 0 up to 1
 */
export function backoffMilliseconds(failures: number, random: number): number {
  const wait = Math.min(longestMilliseconds, shortestMilliseconds * 2 ** (Math.max(1, failures) - 1));
  return Math.round(wait * (1 - random / 2));
}
