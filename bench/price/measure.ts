import { randomUUID } from "node:crypto";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../__tests__/support/kite-run";
import { CountedRun } from "../counted-run";
import type { Measured } from "./bill";

/** The longest text of which the prices speak, in bytes. */
export const textBytes = 512;

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
    const visitor = await newVisitor(counted.run, host);
    await counted.settled(0);
    const functions = counted.run.server.plan.functions;
    const common = {
      reply: await countReply(counted, host, visitor),
      localMilliseconds,
      memoryMegabytes: Math.max(...functions.map(({ memorySizeMb }) => memorySizeMb)),
    };
    return {
      single: { ...common, ...(await countTexts(counted, visitor, 1)) },
      burst: { ...common, ...(await countTexts(counted, visitor, 3)) },
    };
  } finally {
    await counted.close();
  }
}

/** The first message of a visit is announced as well: it is sent before anything is counted. */
async function newVisitor(run: KiteRun, host: Host): Promise<JoinedVisitor> {
  const visitor = await run.visitor(host, "Ada Lovelace");
  await visitor.ask(["TXT", "first", "The first", nextTimestamp()]);
  await host.hears("The first");
  return visitor;
}

async function countTexts(counted: CountedRun, visitor: JoinedVisitor, texts: number) {
  await rest();
  const dispatcher = await counted.during(async () => {
    for (let index = 0; index < texts; index += 1) await visitor.ask(textFrame());
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
  const run = await KiteRun.start({ stackDirectory });
  try {
    const visitor = await newVisitor(run, await run.host());
    const times: number[] = [];
    for (let index = 0; index < 15; index += 1) {
      await rest();
      const start = performance.now();
      await visitor.ask(textFrame());
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[7] ?? 0;
  } finally {
    await run.close();
  }
}

function textFrame(): readonly unknown[] {
  return ["TXT", randomUUID(), "x".repeat(textBytes), nextTimestamp()];
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, restMilliseconds));
}
