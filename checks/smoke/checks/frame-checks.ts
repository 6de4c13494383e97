import { ContractError } from "../../harness/client/contract-error";
import type { Visitor, Wanted } from "../../harness/client/visitor";
import type { Check } from "../check";
import { smokeId } from "../visit";

/** What is said of frames before anybody has joined. */
export const frameChecks: readonly Check[] = [
  {
    title: "a text that is no JSON is answered OK",
    run: async (_urls, visit) => expectAlive(await visit.open()),
  },
  {
    title: "PING is answered PONG",
    run: async (_urls, visit) => {
      await (await visit.open()).expect(["PING"], ["PONG"]);
    },
  },
  ...malformed("a frame that is no array", '{"type":"TXT"}', "frame"),
  ...malformed("a frame of an unknown type", ["SMOKE"], "type"),
  ...malformed("a frame that lacks a field", ["TXT", "smoke-1", "Hello"], "timestamp"),
  ...malformed(
    "a field of a wrong form",
    ["TXT", "no id!", "Hello", "2026-01-31T12:00:00.000Z"],
    "messageId",
  ),
  {
    title: "a refused frame does not end the connection",
    run: async (_urls, visit) => {
      const socket = await visit.open();
      await socket.ask(["SMOKE"]);
      await expectAlive(socket);
    },
  },
  {
    title: "a frame before JOIN is refused with 401",
    run: async (_urls, visit) => {
      const frame = ["TXT", smokeId(), "Nobody hears this", new Date().toISOString()];
      await (await visit.open()).expect(frame, refusedWith(401));
    },
  },
  {
    title: "JOIN to a channel that nobody hosts is refused with 404",
    run: async (_urls, visit) => {
      const channelName = smokeId();
      const socket = await visit.open(channelName);
      await socket.expect(["JOIN", smokeId(), null, channelName], refusedWith(404));
    },
  },
  {
    title: "JOIN to another channel than that of the address is refused with 409",
    run: async (_urls, visit) => {
      const socket = await visit.open();
      await socket.expect(["JOIN", smokeId(), null, smokeId()], refusedWith(409));
    },
  },
];

/** @param field the one that the reason must name */
function malformed(what: string, frame: string | readonly unknown[], field: string): readonly Check[] {
  return [
    {
      title: `${what} is refused with 400, and the reason names ${field}`,
      run: async (_urls, visit) => {
        const names = (value: unknown) => typeof value === "string" && value.includes(field);
        await (await visit.open()).expect(frame, ["ERR", [`a reason that names ${field}`, names], 400]);
      },
    },
  ];
}

/** An `ERR` with a sentence and that code. */
export function refusedWith(code: number): readonly Wanted[] {
  return ["ERR", ["a reason", (value) => typeof value === "string" && value !== ""], code];
}

async function expectAlive(socket: Visitor): Promise<void> {
  const answer = await socket.ask("Hi");
  if (answer !== "OK") {
    throw new ContractError("Hi", "OK", answer);
  }
}
