import { isIsoTime } from "@kite-chat/protocol";
import fc from "fast-check";
import { orderKey, trustedTime, withinSecond } from "../../../lambda-src/chat/time";

const now = Date.parse("2026-01-31T12:00:00.000Z");

describe("trustedTime", () => {
  it.each([
    ["a little late", "2026-01-31T11:55:00.000Z", "2026-01-31T11:55:00.000Z"],
    ["a little early", "2026-01-31T12:05:00.000Z", "2026-01-31T12:05:00.000Z"],
    ["more than five minutes late", "2026-01-31T11:54:59.999Z", "2026-01-31T12:00:00.000Z"],
    ["a year early", "2027-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"],
  ])("for a time that is %s, %s, returns %s", (_case, timestamp, expected) => {
    expect(trustedTime(timestamp, now)).toBe(expected);
  });
});

describe("orderKey", () => {
  it.each([
    ["by second", "2026-01-31T12:00:00Z", "b", "2026-01-31T12:00:01Z", "a"],
    ["by fraction of unequal length", "2026-01-31T12:00:00.1Z", "b", "2026-01-31T12:00:00.12Z", "a"],
    [
      "without fraction before any fraction",
      "2026-01-31T12:00:00Z",
      "b",
      "2026-01-31T12:00:00.000000001Z",
      "a",
    ],
    ["by messageId at the same time", "2026-01-31T12:00:00.50Z", "a", "2026-01-31T12:00:00.5Z", "b"],
  ])("sorts %s", (_case, earlier, firstId, later, secondId) => {
    expect(orderKey(earlier, firstId) < orderKey(later, secondId)).toBe(true);
  });
});

describe("isIsoTime", () => {
  it("accepts every time that Date formats", () => {
    const dates = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });

    fc.assert(fc.property(dates, (date) => isIsoTime(date.toISOString())));
  });
});

describe("withinSecond", () => {
  const second = "2026-01-31T12:00:00.000Z";
  it.each([
    ["2026-01-31T12:00:00.321Z", "2026-01-31T12:00:00.321Z"],
    ["2026-01-31T11:59:59.000Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:05.000Z", "2026-01-31T12:00:00.999Z"],
  ])("converts a time in whole seconds that was received at %s to %s", (now, expected) => {
    expect(withinSecond(second, Date.parse(now))).toBe(expected);
  });
});
