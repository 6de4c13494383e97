import type { Table, Written } from "./table";

/** A token bucket. */
export interface BucketLimit {
  /** Tokens at once. */
  readonly burst: number;
  /** Tokens a second after that. */
  readonly perSecond: number;
}

/** A bucket in a row, and what is written together with the token. */
export interface BucketUpdate {
  readonly key: Readonly<Record<string, string>>;
  /** The attribute that holds the bucket. */
  readonly attribute: string;
  /** More of an update expression, for example `, seen = :seen`. @default - nothing */
  readonly more?: string;
  /** Conditions that must hold as well. */
  readonly conditions: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type BucketResult =
  | { readonly taken: true; readonly old: Readonly<Record<string, unknown>> }
  /** Another condition did not hold. `item` is the row as it is, if there is one. */
  | {
      readonly taken: false;
      readonly waitMilliseconds: 0;
      readonly item: Record<string, unknown> | undefined;
    }
  | { readonly taken: false; readonly waitMilliseconds: number; readonly item: Record<string, unknown> };

/**
 * Takes a token as the generic cell rate algorithm does: the row keeps one number, the time until which the rate is
 * used up, in milliseconds. After a pause this is one request; only a token within the same interval as the last one
 * takes a second.
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
  // The bucket was idle: something else stood in the way.
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
