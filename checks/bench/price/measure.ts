import { randomUUID } from "node:crypto";
import { CountedRun } from "../../harness/counted-run";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../harness/kite-run";
import type { Measured } from "./bill";

/** The longest text of which the prices speak, in bytes. */
const textBytes = 512;

/** Texts that are timed, and texts before them that are not: a function that has just started still compiles its code. */
const timedTexts = 201;
const warmUpTexts = 100;

/** Visitors who take turns, so that each rests between two texts. */
const timedVisitors = 10;

/** A member's rate is whole again after half a second; a frame before that takes one more write. */
const restMilliseconds = 600;

/** Runs the stack on this machine and counts what messages ask of AWS: single ones, and three at once. */
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

function countReply(counted: CountedRun, host: Host, visitor: JoinedVisitor) {
  return counted.during(async () => {
    host.say("y".repeat(textBytes));
    await visitor.next();
    await counted.settled(4);
  });
}

/** The median of the times from a text to its ACK, without anything in between, in milliseconds. */
async function timeAcknowledgements(stackDirectory: string): Promise<number> {
  // Without the copies that let reads lag: they are work of this machine, not of a function.
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
