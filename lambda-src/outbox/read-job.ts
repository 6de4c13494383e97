import * as z from "zod/mini";
import type { OutboxJob } from "../chat/model";

const ref = { channelName: z.string(), memberId: z.string() };

const job = z.discriminatedUnion("to", [
  z.object({ to: z.literal("host"), ...ref }),
  z.object({ to: z.literal("member"), ...ref, tag: z.string() }),
  z.object({ to: z.literal("drop"), channelName: z.string() }),
]);

/** Reads a notification's body; `undefined` for any other text. */
export function readJob(body: string): OutboxJob | undefined {
  try {
    const parsed = job.safeParse(JSON.parse(body));
    return parsed.success ? (parsed.data as OutboxJob) : undefined;
  } catch {
    return undefined;
  }
}
