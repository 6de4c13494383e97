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
