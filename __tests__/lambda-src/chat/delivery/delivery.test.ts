import { jitterMilliseconds, noticeWaitMilliseconds } from "../../../../lambda-src/chat/delivery/delivery";
import { HostUnavailable, type Unavailability } from "../../../../lambda-src/chat/ports";

function wait(details: Unavailability, attempt: number) {
  return noticeWaitMilliseconds({ kind: "unavailable", reason: new HostUnavailable("", details) }, attempt);
}

describe("a notice", () => {
  it.each<[string, Unavailability, number, number | undefined]>([
    ["got a 429", { ambiguous: false, retryAfterMilliseconds: 3_000 }, 9, 3_000],
    ["failed with an error of Telegram", { ambiguous: false }, 1, 2_000],
    ["failed many times with an error of Telegram", { ambiguous: false }, 9, 60_000],
    ["may have been shown", { ambiguous: true }, 1, 10_000],
    ["may have been shown three times", { ambiguous: true }, 3, undefined],
    ["needs an operator", { ambiguous: false, needsAttention: true }, 1, undefined],
  ])("that %s (%j), at attempt %d, is retried after %p ms", (_, details, attempt, expected) => {
    expect(wait(details, attempt)).toBe(expected);
  });

  it.each(["sent", "refused"] as const)("that was %s is not retried", (kind) => {
    expect(noticeWaitMilliseconds({ kind }, 1)).toBeUndefined();
  });
});

describe("the random delay of a retry", () => {
  const now = Date.parse("2026-01-31T12:00:00.000Z");
  const waitedFor = (seconds: number) => ({ storedAt: new Date(now - seconds * 1_000).toISOString() });

  it.each([
    ["a moment", 1, 0, 2_000],
    ["a minute in a crowded chat", 60, 0, 30_000],
    ["an hour in a crowded chat", 3_600, 0, 300_000],
    ["an hour because of errors of Telegram", 3_600, 1, 2_000],
  ])("is limited for a conversation that has waited %s", (_, seconds, failures, expected) => {
    const spread = (random: number) =>
      jitterMilliseconds({ now: () => now, random: () => random }, { failures }, waitedFor(seconds));

    expect([spread(0), spread(1)]).toEqual([0, expected]);
  });
});
