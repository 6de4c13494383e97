import type { Memory } from "../child/answer-parent";
import { Child } from "../child/child";
import type { Measurement } from "./figure";

const socketCount = 5_000;

/** Measures the memory of an open socket that sends nothing. */
export const idleSockets: Measurement = async () => [
  {
    id: "idle-socket",
    what: `memory of one of ${socketCount} idle sockets`,
    unit: "KiB",
    value: await kibibytesASocket("echo-lambda"),
    beside: { what: "bare ws", value: await kibibytesASocket("bare-websocket") },
    aim: 30,
  },
];

async function kibibytesASocket(program: string): Promise<number> {
  await using server = new Child(program);
  await using idlers = new Child("idlers");
  const { webSocketUrl } = await server.ask<{ webSocketUrl: string }>("start");
  // The first sockets allocate shared memory, such as compiled code, so they are not counted.
  await idlers.ask("open", { webSocketUrl, count: socketCount / 10 });
  const before = await server.ask<Memory>("memory");
  await idlers.ask("open", { webSocketUrl, count: socketCount });
  const after = await server.ask<Memory>("memory");
  // The resident size misses objects in free pages of the heap, and the heap size misses other memory, so the larger
  // growth counts.
  const grown = Math.max(after.objects - before.objects, after.resident - before.resident);
  return grown / (0.9 * socketCount) / 1024;
}
