import { isClean, type Verdict } from "./verdict";

/** The last lines of a run, and whether it passed. */
export interface Conclusion {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

/**
 * Says what a run has shown. A run without violations still fails when it shows too little: nobody wrote in one
 * direction, or a fault struck too seldom.
 *
 * @param tooRare Names of faults that struck too little.
 */
export function conclude(verdict: Verdict, tooRare: readonly string[]): Conclusion {
  const silent = [
    ...(verdict.toHost.attempted === 0 ? [tooShort("visitor", "visitors → host")] : []),
    ...(verdict.toVisitor.attempted === 0 ? [tooShort("host", "host → visitors")] : []),
  ];
  if (!isClean(verdict)) {
    return { passed: false, lines: [...silent, "The run failed."] };
  }
  if (silent.length > 0) {
    return { passed: false, lines: silent };
  }
  return tooRare.length > 0
    ? { passed: false, lines: ["The promises were kept; the faults struck too little to prove it."] }
    : { passed: true, lines: ["Every promise was kept."] };
}

function tooShort(who: string, direction: string): string {
  return `No ${who} wrote anything: the run is too short to say something about ${direction}. Use more --messages.`;
}
