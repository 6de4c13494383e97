/** The DynamoDB calls of one invocation. */
export interface DatabaseUsage {
  readonly calls: number;
  /** On-demand request units. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** An access log entry: the result and the cost of one event, never its content. */
export interface AccessLogEntry {
  /** Kind of event: `frame`, `request`, `connect`, `disconnect`, `batch`, `schedule` or `lifecycle`. */
  readonly kind: string;
  /** Name of the route, queue or schedule in the stack. Never a path or a query, which may contain a secret. */
  readonly route: string;
  /** Name or ARN of the invoked function. @default - no function was invoked */
  readonly functionName?: string | undefined;
  /** The result: a status code, or a word such as `Crashed`. */
  readonly outcome: string;
  readonly milliseconds: number;
  readonly receivedBytes?: number | undefined;
  readonly sentBytes?: number | undefined;
  /** DynamoDB calls of the invocation. @default - not counted; see {@link ServeOptions.faults} */
  readonly usage?: DatabaseUsage | undefined;
}

/**
 * Formats an entry in aligned columns, for example `frame $default → dev-request-dispatcher:live 200 12 ms 45 B → 61
 * B 0.5 RU 2 WU`.
 */
export function describeAccess(access: AccessLogEntry): string {
  const { kind, route, functionName, outcome, milliseconds, receivedBytes, sentBytes, usage } = access;
  const path = functionName === undefined ? route : `${route} → ${functionName.replace(arnHead, "")}`;
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

/** Matches a function's ARN up to its name. */
const arnHead = /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:/;

function units({ readUnits, writeUnits }: DatabaseUsage): string {
  const parts = [
    [readUnits, "RU"],
    [writeUnits, "WU"],
  ] as const;
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : `${amount} ${unit}`)).join(" ");
}

const kibibyte = 1024;

function size(bytes: number): string {
  return bytes < 10 * kibibyte ? `${bytes} B` : `${Math.round(bytes / kibibyte)} KiB`;
}
