import type { Table, Written } from "./table";

/** Represents the limit of a token bucket. */
export interface BucketLimit {
  /** Maximum number of tokens in a burst. */
  readonly burst: number;
  /** Tokens per second after the burst. */
  readonly perSecond: number;
}

/** Represents a bucket in a row, and the other attributes that are written with a token. */
export interface BucketUpdate {
  readonly key: Readonly<Record<string, string>>;
  /** Name of the attribute with the bucket. */
  readonly attribute: string;
  /** Rest of the update expression, for example `, seen = :seen`. @default - no rest */
  readonly more?: string;
  /** Conditions that must hold in addition to that of the bucket. */
  readonly conditions: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type BucketResult =
  | { readonly taken: true; readonly old: Readonly<Record<string, unknown>> }
  /** Another condition did not hold. `item` is the current row, if there is one. */
  | {
      readonly taken: false;
      readonly waitMilliseconds: 0;
      readonly item: Record<string, unknown> | undefined;
    }
  | { readonly taken: false; readonly waitMilliseconds: number; readonly item: Record<string, unknown> };

/**
 * Takes a token with the generic cell rate algorithm. The row stores one number: the time, in milliseconds, at which the
 * bucket is full again. While the bucket is full, taking a token needs one request. Otherwise, the first request fails
 * and returns that time, and a second request takes the token if there is one.
 */
export async function takeToken(
  rows: Table,
  update: BucketUpdate,
  limit: BucketLimit,
  time: number,
): Promise<BucketResult> {
  const interval = 1000 / limit.perSecond;
  const latest = time + (limit.burst - 1) * interval;
  const idle = await attempt(rows, update, {
    next: ":next",
    condition: "(attribute_not_exists(#bucket) OR #bucket <= :now)",
    values: { now: time, next: time + interval },
  });
  if (idle.row) {
    return { taken: true, old: idle.row };
  }
  const usedUntil = Number(idle.met?.[update.attribute] ?? 0);
  // The bucket was idle, so another condition did not hold.
  if (usedUntil <= time) {
    return { taken: false, waitMilliseconds: 0, item: idle.met };
  }
  if (usedUntil > latest) {
    return full(idle.met, usedUntil - latest);
  }
  const busy = await attempt(rows, update, {
    next: "#bucket + :interval",
    condition: "#bucket <= :latest",
    values: { interval, latest },
  });
  if (busy.row) {
    return { taken: true, old: busy.row };
  }
  const wait = Number(busy.met?.[update.attribute] ?? 0) - latest;
  return wait > 0 ? full(busy.met, wait) : { taken: false, waitMilliseconds: 0, item: busy.met };
}

function full(item: Record<string, unknown> | undefined, waitMilliseconds: number): BucketResult {
  return { taken: false, waitMilliseconds, item: item ?? {} };
}

interface Step {
  readonly next: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

function attempt(rows: Table, update: BucketUpdate, step: Step): Promise<Written> {
  const { key, attribute, more = "", conditions, names, values } = update;
  return rows.update(key, `SET #bucket = ${step.next}${more}`, {
    condition: [...conditions, step.condition].join(" AND "),
    names: { bucket: attribute, ...names },
    values: { ...values, ...step.values },
    returns: "ALL_OLD",
  });
}
