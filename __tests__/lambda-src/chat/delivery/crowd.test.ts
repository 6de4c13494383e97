import { chance } from "@kite-chat/stack-server";
import { jitterMilliseconds } from "../../../../lambda-src/chat/delivery/delivery";
import { now as start } from "./pending-message";

/** Number of messages that a group accepts in a minute: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const [postsAMinute, minute] = [20, 60_000];

/**
 * Delivers conversations to one chat whose messages came within ten seconds. Returns the attempts of each conversation,
 * and the total duration.
 */
function deliverAll(conversations: number) {
  const storedAt = new Date(start).toISOString();
  const waiting = Array.from({ length: conversations }, (_, index) => ({
    index,
    attempts: 0,
    dueAt: start + 1_000 + chance("arrival", index) * 10_000,
  }));
  const posts: number[] = [];
  let [notBefore, attempts, end] = [0, 0, start];
  while (waiting.length > 0) {
    const next = waiting.reduce((a, b) => (b.dueAt < a.dueAt ? b : a));
    const time = next.dueAt;
    const oldest = posts.at(-postsAMinute) ?? 0;
    next.attempts += 1;
    attempts += 1;
    if (notBefore > time) {
      const random = () => chance("jitter", next.index, next.attempts);
      next.dueAt = notBefore + jitterMilliseconds({ now: () => time, random }, { failures: 0 }, { storedAt });
    } else if (oldest + minute > time) {
      // Telegram answers 429 with a wait until the end of the minute.
      notBefore = oldest + minute;
      next.dueAt = notBefore;
    } else {
      posts.push(time);
      waiting.splice(waiting.indexOf(next), 1);
      end = time;
    }
  }
  return { attemptsEach: attempts / conversations, minutes: (end - start) / minute };
}

describe("conversations that wait for one chat at its rate limit", () => {
  it.each([
    [100, 4],
    [400, 8],
    [800, 12],
  ])("are retried only a few times each, if there are %i conversations", (conversations, attemptsMax) => {
    const { attemptsEach, minutes } = deliverAll(conversations);

    expect(attemptsEach).toBeLessThan(attemptsMax);
    // The chat accepts the maximum in almost every minute.
    expect(minutes).toBeLessThan(1.25 * (conversations / postsAMinute));
  });
});
