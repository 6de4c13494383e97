import { jitterMilliseconds, noticeWaitMilliseconds } from "../../../../lambda-src/chat/delivery/delivery";
import { HostUnavailable, type Unavailability } from "../../../../lambda-src/chat/ports";

function wait(details: Unavailability, attempt: number) {
  return noticeWaitMilliseconds({ kind: "unavailable", reason: new HostUnavailable("", details) }, attempt);
}

describe("a notice", () => {
  it.each<[string, Unavailability, number, number | undefined]>([
    ["met a 429", { ambiguous: false, retryAfterMilliseconds: 3_000 }, 9, 3_000],
    ["met a fault of Telegram's", { ambiguous: false }, 1, 2_000],
    ["met a fault of Telegram's for long", { ambiguous: false }, 9, 60_000],
    ["may have been shown", { ambiguous: true }, 1, 10_000],
    ["may have been shown three times", { ambiguous: true }, 3, undefined],
    ["only an operator can help", { ambiguous: false, needsAttention: true }, 1, undefined],
  ])("that %s (%j), at attempt %d, is tried again after %p ms", (_, details, attempt, expected) => {
    expect(wait(details, attempt)).toBe(expected);
  });

  it.each(["sent", "refused"] as const)("that was %s is not tried again", (kind) => {
    expect(noticeWaitMilliseconds({ kind }, 1)).toBeUndefined();
  });
});

describe("a conversation that waits for a chat", () => {
  const now = Date.parse("2026-01-31T12:00:00.000Z");
  const waitedFor = (seconds: number) => ({ storedAt: new Date(now - seconds * 1_000).toISOString() });

  it.each([
    ["a moment", 1, 0, 2_000],
    ["a minute in a crowded chat", 60, 0, 30_000],
    ["an hour in a crowded chat", 3_600, 0, 300_000],
    ["an hour for a fault of Telegram's", 3_600, 1, 2_000],
  ])("for %s comes back spread over so long", (_, seconds, failures, expected) => {
    const spread = (random: number) =>
      jitterMilliseconds({ now: () => now, random: () => random }, { failures }, waitedFor(seconds));

    expect([spread(0), spread(1)]).toEqual([0, expected]);
  });
});
