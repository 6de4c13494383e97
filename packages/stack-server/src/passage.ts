/** What DynamoDB was asked for in the course of an invocation. */
export interface DatabaseUsage {
  readonly calls: number;
  /** On-demand request units. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** One thing that passed through the server, for its log: how it went and what it cost, never what it said. */
export interface Passage {
  /** What passed: `frame`, `request`, `connect`, `disconnect`, `batch`, `schedule`, `lifecycle`. */
  readonly kind: string;
  /** The route, queue or schedule by its name in the plan; never a path or a query, which may hold a secret. */
  readonly route: string;
  /** `undefined`: no function was asked. */
  readonly functionName?: string | undefined;
  /** How it ended: a status, or `timed out`, `Crashed` … */
  readonly outcome: string;
  readonly milliseconds: number;
  readonly receivedBytes?: number | undefined;
  readonly sentBytes?: number | undefined;
  /** `undefined`: nobody counts. */
  readonly usage?: DatabaseUsage | undefined;
}

/**
 * A passage in columns that a person can read down, for example
 * `frame     $default → dev-request-dispatcher:live       200     12 ms  45 B → 61 B       0.5 RU 2 WU`.
 */
export function describePassage(passage: Passage): string {
  const { kind, route, functionName, outcome, milliseconds, receivedBytes, sentBytes, usage } = passage;
  const path = functionName === undefined ? route : `${route} → ${functionName.replace(ARN_HEAD, "")}`;
  const bytes = receivedBytes === undefined ? "" : `${size(receivedBytes)} → ${size(sentBytes ?? 0)}`;
  const time = `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  return [
    kind.padEnd(9),
    path.padEnd(46),
    outcome.padEnd(4),
    time.padStart(8),
    bytes.padEnd(16),
    usage === undefined ? "" : units(usage),
  ]
    .join("  ")
    .trimEnd();
}

/** A function's ARN up to its name. */
const ARN_HEAD = /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:/;

function units({ readUnits, writeUnits }: DatabaseUsage): string {
  const parts = [
    [readUnits, "RU"],
    [writeUnits, "WU"],
  ] as const;
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : `${amount} ${unit}`)).join(" ");
}

const KIBIBYTE = 1024;

function size(bytes: number): string {
  return bytes < 10 * KIBIBYTE ? `${bytes} B` : `${Math.round(bytes / KIBIBYTE)} KiB`;
}
