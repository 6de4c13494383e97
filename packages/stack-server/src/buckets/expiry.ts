import type { ExpirationRuleModel } from "../plan/model";

/**
 * When an object expires: the days of its rule after it was stored, rounded up to the next midnight UTC. Of
 * several rules the earliest counts. AWS deletes it some time after that, and shows it until then.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 *
 * @param storedAt Milliseconds since 1970.
 * @returns Milliseconds since 1970; `Infinity` when no rule is for its key.
 */
export function expiryTime(rules: readonly ExpirationRuleModel[], key: string, storedAt: number): number {
  const times = rules
    .filter(({ prefix }) => key.startsWith(prefix))
    .map(({ days }) => Math.ceil(storedAt / DAY_MILLISECONDS + days) * DAY_MILLISECONDS);
  return Math.min(Number.POSITIVE_INFINITY, ...times);
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
