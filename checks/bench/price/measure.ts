import { randomUUID } from "node:crypto";
import { CountedRun } from "../../harness/counted-run";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../harness/kite-run";
import type { Measured } from "./bill";

/** Maximum length of a text for which the prices are valid, in bytes. */
const textBytes = 512;

/** Number of timed texts. A warm-up precedes them, because a new function instance still compiles its code. */
const timedTexts = 201;
const warmUpTexts = 100;

/** Number of visitors who take turns, so that each pauses between two texts. */
const timedVisitors = 10;

/** Pause until a member's rate limit has recovered. A frame that is sent during the pause needs one more write. */
const restMilliseconds = 600;

/** Runs the stack on this machine and counts the AWS requests of a single message, and of three messages in a row. */
export async function measure(
  stackDirectory: string,
): Promise<{ readonly single: Measured; readonly burst: Measured }> {
  const localMilliseconds = await timeAcknowledgements(stackDirectory);
  const counted = await CountedRun.start(stackDirectory);
  try {
    const host = await counted.run.host();
    const visitor = await counted.run.knownVisitor(host, "Ada Lovelace");
    await counted.settled(0);
    const { functions } = counted.run.server.stack;
    const memoryOf = (role: string) =>
      functions.find(({ functionName }) => functionName.endsWith(`-${role}`))?.memorySizeMb ?? 0;
    const common = {
      reply: await countReply(counted, host, visitor),
      localMilliseconds,
      memoryMegabytes: { dispatcher: memoryOf("request-dispatcher"), outbox: memoryOf("outbox") },
    };
    return {
      single: { ...common, ...(await countTexts(counted, visitor, 1)) },
      burst: { ...common, ...(await countTexts(counted, visitor, 3)) },
    };
  } finally {
    await counted.close();
  }
}

async function countTexts(counted: CountedRun, visitor: JoinedVisitor, texts: number) {
  await rest();
  const dispatcher = await counted.during(async () => {
    for (let index = 0; index < texts; index += 1) {
      await visitor.ask(textFrame());
    }
  });
  const outbox = await counted.during(() => counted.settled(texts + 2));
  return { texts, dispatcher, outbox };
}

async function countReply(counted: CountedRun, host: Host, visitor: JoinedVisitor) {
  // If the visitor's post is not stored as the newest post yet, the reply reads the channel again.
  await rest();
  return counted.during(async () => {
    host.say("y".repeat(textBytes));
    await visitor.next();
    await counted.settled(4);
  });
}

/** Returns the median time from a text to its ACK in milliseconds, without any proxy. */
async function timeAcknowledgements(stackDirectory: string): Promise<number> {
  // Read lag is off, because the copies that it needs are work that a function would not do.
  const run = await KiteRun.start({ stackDirectory, lags: false });
  try {
    const host = await run.host();
    const visitors: JoinedVisitor[] = [];
    while (visitors.length < timedVisitors) {
      visitors.push(await run.knownVisitor(host, "Ada Lovelace"));
    }
    const times: number[] = [];
    for (let index = 0; index < warmUpTexts + timedTexts; index += 1) {
      await rest(restMilliseconds / timedVisitors);
      const visitor = visitors[index % timedVisitors];
      const start = performance.now();
      await visitor?.ask(textFrame());
      if (index >= warmUpTexts) {
        times.push(performance.now() - start);
      }
    }
    return times.sort((a, b) => a - b)[Math.floor(timedTexts / 2)] ?? 0;
  } finally {
    await run.close();
  }
}

function textFrame(): readonly unknown[] {
  return ["TXT", randomUUID(), "x".repeat(textBytes), nextTimestamp()];
}

function rest(milliseconds = restMilliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
