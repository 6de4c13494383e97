import { textMaxBytes } from "@kite-chat/protocol";
import { bytesPerDay, visitorPages } from "../../../lambda-src/aws/conversation-size";
import { stageOptions } from "../../../stacks/options/stage-options";

const retentions = Array.from({ length: 365 }, (_, index) => index + 1);
const defaults = {
  retentionDays: stageOptions.retentionDays.schema.parse(undefined),
  messagesPerDay: stageOptions.messagesPerDay.schema.parse(undefined),
};

describe("the bytes of a member's day", () => {
  it("leave a page of the conversation to the host, with any retention that a stage can have", () => {
    // A row may be two days old when TTL deletes it, and the first and the last day of a retention are not whole.
    const visitorBytes = retentions.map((days) => (days + 1 + 2) * bytesPerDay(days));

    expect(Math.max(...visitorBytes)).toBeLessThanOrEqual(visitorPages * 1_000_000);
  });

  it("hold three of the longest texts with each of these retentions", () => {
    const texts = retentions.map((days) => Math.floor(bytesPerDay(days) / (textMaxBytes + 1_000)));

    expect(stageOptions.retentionDays.schema.safeParse(366).success).toBe(false);
    expect(Math.min(...texts)).toBe(3);
  });

  it("hold as many short texts as a member may send with the defaults", () => {
    // A text of 100 bytes counts 650 bytes at most.
    expect(bytesPerDay(defaults.retentionDays)).toBeGreaterThanOrEqual(defaults.messagesPerDay * 650);
  });
});
