/** A message at fault, and why. */
export interface Finding {
  readonly token: string;
  readonly reason: string;
}

/** What became of the messages in one direction. */
export interface DirectionVerdict {
  /** Messages that were sent. */
  readonly attempted: number;
  /** Messages that the server has promised to deliver. */
  readonly acknowledged: number;
  /** Messages that arrived at least once. */
  readonly delivered: number;
  /** Messages that Telegram refused for good, or a host's that were for nobody known, and whose sender was told. */
  readonly refused: number;
  /** Acknowledged, never delivered, and not pending. */
  readonly lost: readonly Finding[];
  /** Delivered to somebody else, or never sent by anybody. */
  readonly unexpected: readonly Finding[];
  /** Delivered again after a call whose answer was ambiguous. */
  readonly explainedDuplicates: readonly Finding[];
  readonly unexplainedDuplicates: readonly Finding[];
  /** Delivered after a message that had to come later. */
  readonly outOfOrder: readonly Finding[];
  /** Not acknowledged, or acknowledged and still pending. */
  readonly pending: readonly Finding[];
}

export interface Verdict {
  readonly toHost: DirectionVerdict;
  readonly toVisitor: DirectionVerdict;
  /** Error frames of the gateway that no kill explains. */
  readonly gatewayErrors: readonly Finding[];
}

/** Whether the run kept every promise. */
export function isClean({ toHost, toVisitor, gatewayErrors }: Verdict): boolean {
  return gatewayErrors.length === 0 && [toHost, toVisitor].every((it) => violationsOf(it).length === 0);
}

/** All that must not be, by name. */
export function violationsOf(direction: DirectionVerdict): readonly (Finding & { readonly kind: string })[] {
  const kinds = {
    lost: direction.lost,
    unexpected: direction.unexpected,
    "unexplained duplicate": direction.unexplainedDuplicates,
    "out of order": direction.outOfOrder,
    pending: direction.pending,
  };
  return Object.entries(kinds).flatMap(([kind, findings]) => findings.map((it) => ({ ...it, kind })));
}

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
