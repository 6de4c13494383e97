import { textMaxBytes } from "@kite-chat/protocol";
import { bytesPerDay, visitorPages } from "../../../lambda-src/aws/conversation-size";
import { stageOptions } from "../../../stacks/options/stage-options";

const retentions = Array.from({ length: 365 }, (_, index) => index + 1);
const defaults = {
  retentionDays: stageOptions.retentionDays.schema.parse(undefined),
  messagesPerDay: stageOptions.messagesPerDay.schema.parse(undefined),
};

describe("the daily limit of a member in bytes", () => {
  it("leaves one page of the conversation for the host's messages, for any retention", () => {
    // TTL may delete a row two days late, and a retention starts and ends within a day.
    const visitorBytes = retentions.map((days) => (days + 1 + 2) * bytesPerDay(days));

    expect(Math.max(...visitorBytes)).toBeLessThanOrEqual(visitorPages * 1_000_000);
  });

  it("allows three texts of maximum length, for any retention", () => {
    const texts = retentions.map((days) => Math.floor(bytesPerDay(days) / (textMaxBytes + 1_000)));

    expect(stageOptions.retentionDays.schema.safeParse(366).success).toBe(false);
    expect(Math.min(...texts)).toBe(3);
  });

  it("allows as many short texts as the default limit of messages", () => {
    // A text of 100 bytes counts as at most 650 bytes.
    expect(bytesPerDay(defaults.retentionDays)).toBeGreaterThanOrEqual(defaults.messagesPerDay * 650);
  });
});
