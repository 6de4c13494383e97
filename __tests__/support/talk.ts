import { aWhile } from "../../checks/harness/eventually";
import type { Host, JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";

/** A frame with a message of the host. */
export type HostFrame = readonly [type: string, messageId: string, text: string, timestamp: string];

/** Creates a host, and a visitor who receives the host's next message. @param features that the visitor's client announces */
export async function talk(
  run: KiteRun,
  ...features: readonly string[]
): Promise<{ readonly host: Host; readonly visitor: JoinedVisitor }> {
  const host = await run.host();
  const visitor = await run.knownVisitor(host);
  if (features.length > 0) {
    await visitor.expect(announcement(...features), ["OK"]);
  }
  return { host, visitor };
}

/** The frame with which a client announces its features. */
export function announcement(...features: readonly string[]): readonly unknown[] {
  return ["CTX", null, null, null, null, features];
}

/** Waits for the next message of the host. */
export async function nextFrame(visitor: JoinedVisitor): Promise<HostFrame> {
  return (await visitor.next()) as HostFrame;
}

/** Reads the messages that have arrived and were not read yet. */
export async function readAll(visitor: JoinedVisitor): Promise<readonly HostFrame[]> {
  const frames: HostFrame[] = [];
  for (let unread = visitor.unread.length; unread > 0; unread -= 1) {
    frames.push(await nextFrame(visitor));
  }
  return frames;
}

/** Returns the host's messages in a visitor's history, oldest first. */
export async function hostHistory(visitor: JoinedVisitor): Promise<readonly HostFrame[]> {
  const [, entries] = (await visitor.ask(["HIS", 50, null])) as [string, [string, HostFrame][]];
  return entries.filter(([side]) => side === "in").map(([, frame]) => frame);
}

/** Waits until Telegram has no update left, and then for what a late push would take. */
export async function settle(run: KiteRun): Promise<void> {
  await run.telegram.waitUntilDelivered();
  await aWhile(300);
}
