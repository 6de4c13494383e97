import { requireKept } from "../../harness/client/contract-error";
import type { Visitor, Wanted } from "../../harness/client/visitor";
import { type Checks, smokeId, type Visit } from "../visit";

/** Malformed frames, each with the field that the reason must name. */
const malformed = [
  ["a frame that is not an array", '{"type":"TXT"}', "frame"],
  ["a frame of an unknown type", ["SMOKE"], "type"],
  ["a frame without a required field", ["TXT", "smoke-1", "Hello"], "timestamp"],
  ["a field of the wrong form", ["TXT", "no id!", "Hello", "2026-01-31T12:00:00.000Z"], "messageId"],
] as const;

/** Checks for frames without JOIN. */
export const frameChecks: Checks = {
  "a text that is not JSON is answered with OK": async (visit) => expectAlive(await visit.open()),
  "PING is answered with PONG": async (visit) => (await visit.open()).expect(["PING"], ["PONG"]),
  ...Object.fromEntries(
    malformed.map(([what, frame, field]) => [
      `${what} is rejected with 400, and the reason names ${field}`,
      async (visit: Visit) => {
        const names = (value: unknown) => typeof value === "string" && value.includes(field);
        await (await visit.open()).expect(frame, ["ERR", [`a reason that names ${field}`, names], 400]);
      },
    ]),
  ),
  "a rejected frame does not end the connection": async (visit) => {
    const socket = await visit.open();
    await socket.ask(["SMOKE"]);
    await expectAlive(socket);
  },
  "a frame before JOIN is rejected with 401": async (visit) => {
    const frame = ["TXT", smokeId(), "Nobody hears this", new Date().toISOString()];
    await (await visit.open()).expect(frame, refusedWith(401));
  },
  "JOIN to a channel that nobody hosts is rejected with 404": async (visit) => {
    const channelName = smokeId();
    const socket = await visit.open(channelName);
    await socket.expect(["JOIN", smokeId(), null, channelName], refusedWith(404));
  },
  "JOIN to another channel than that in the URL is rejected with 409": async (visit) =>
    (await visit.open()).expect(["JOIN", smokeId(), null, smokeId()], refusedWith(409)),
};

/** Returns the expected `ERR` frame with any reason and a code. */
export function refusedWith(code: number): readonly Wanted[] {
  return ["ERR", ["a reason", (value) => typeof value === "string" && value !== ""], code];
}

async function expectAlive(socket: Visitor): Promise<void> {
  const answer = await socket.ask("Hi");
  requireKept(answer === "OK", "Hi", "OK", answer);
}
