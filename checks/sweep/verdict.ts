/** A message that breaks a promise, with the reason. */
export interface Finding {
  readonly token: string;
  readonly reason: string;
}

/** Outcome of the messages in one direction. */
export interface DirectionVerdict {
  /** Messages that were sent. */
  readonly attempted: number;
  /** Messages that the server has promised to deliver. */
  readonly acknowledged: number;
  /** Messages that arrived at least once. */
  readonly delivered: number;
  /**
   * Rejected messages whose sender was notified. Telegram rejected the message permanently, or it was a host's message
   * without a known recipient.
   */
  readonly refused: number;
  /** Acknowledged, never delivered, and not pending. */
  readonly lost: readonly Finding[];
  /** Delivered to a wrong recipient, or never sent. */
  readonly unexpected: readonly Finding[];
  /** Delivered again after a call whose answer was ambiguous. */
  readonly explainedDuplicates: readonly Finding[];
  readonly unexplainedDuplicates: readonly Finding[];
  /** Delivered after a later message. */
  readonly outOfOrder: readonly Finding[];
  /** Not acknowledged, or acknowledged and still pending. */
  readonly pending: readonly Finding[];
}

export interface Verdict {
  readonly toHost: DirectionVerdict;
  readonly toVisitor: DirectionVerdict;
  /** Error frames of the gateway that are not explained by a kill. */
  readonly gatewayErrors: readonly Finding[];
}

/** Returns whether the run kept every promise. */
export function isClean({ toHost, toVisitor, gatewayErrors }: Verdict): boolean {
  return gatewayErrors.length === 0 && [toHost, toVisitor].every((it) => violationsOf(it).length === 0);
}

/** Returns the violations by name. */
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

/** Last lines of a run, and whether it passed. */
export interface Conclusion {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

/**
 * Returns the result of a run. A run without violations also fails if it proves too little: a direction had no
 * messages, or a fault occurred too rarely.
 *
 * @param tooRare Names of faults that occurred too rarely.
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
    ? { passed: false, lines: ["No promise was broken, but the faults occurred too rarely to prove it."] }
    : { passed: true, lines: ["Every promise was kept."] };
}

function tooShort(who: string, direction: string): string {
  return `No ${who} sent a message, so the run proves nothing about ${direction}. Increase --messages.`;
}
