import { setTimeout } from "node:timers/promises";
import { ContractError } from "../../harness/client/contract-error";
import type { Visitor, Wanted } from "../../harness/client/visitor";
import type { Check } from "../check";
import { smokeId } from "../visit";
import { refusedWith } from "./frame-checks";

/** What is stored may be read a moment later: the history is no promise about the last second. */
const readsMax = 4;
const readPauseMilliseconds = 500;

/** A text may have 4096 bytes of UTF-8. */
const textMaxBytes = 4096;

/** What a member of a hosted channel is promised; the host gets one text. */
export const talkChecks: readonly Check[] = [
  {
    title: "JOIN is answered OK, also the second time",
    needsChannel: true,
    run: async ({ channelName = "" }, visit) => {
      const memberId = smokeId();
      const socket = await visit.join(memberId);
      await socket.expect(["JOIN", memberId, null, channelName], ["OK"]);
    },
  },
  {
    title: "a second JOIN as somebody else is refused with 409",
    needsChannel: true,
    run: async ({ channelName = "" }, visit) => {
      const socket = await visit.join();
      await socket.expect(["JOIN", smokeId(), null, channelName], refusedWith(409));
    },
  },
  {
    title: "a text is acknowledged, the same id again the same way, and it stands in the history once",
    needsChannel: true,
    run: async (_urls, visit) => {
      const socket = await visit.join();
      const frame = ["TXT", smokeId(), "Smoke test: nothing to do.", new Date().toISOString()];
      const first = await socket.expect(frame, acknowledged(frame[1] ?? ""));

      const again = JSON.stringify(await socket.expect(frame, acknowledged(frame[1] ?? "")));
      if (again !== JSON.stringify(first)) {
        throw new ContractError("the same text again", JSON.stringify(first), again);
      }
      const history = JSON.stringify([["out", frame]]);
      await expectSoon(
        socket,
        ["HIS", 10, null],
        ["HIS", [history, (value) => JSON.stringify(value) === history]],
      );
    },
  },
  {
    title: "a member who has not written has no history",
    needsChannel: true,
    run: async (_urls, visit) => {
      const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
      await (await visit.join()).expect(["HIS", 10, null], ["HIS", ["nothing", isEmpty]]);
    },
  },
  {
    title: `a text of more than ${textMaxBytes} bytes is refused with 413`,
    needsChannel: true,
    run: async (_urls, visit) => {
      const frame = ["TXT", smokeId(), "ä".repeat(textMaxBytes / 2 + 1), new Date().toISOString()];
      await (await visit.join()).expect(frame, refusedWith(413));
    },
  },
];

/** `["ACK", messageId, destinationMessageId, timestamp]` */
export function acknowledged(messageId: string): readonly Wanted[] {
  const isIsoTime = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return [
    "ACK",
    messageId,
    ["an id", (value) => typeof value === "string" && value !== ""],
    ["a time", isIsoTime],
  ];
}

async function expectSoon(
  socket: Visitor,
  frame: readonly unknown[],
  wanted: readonly Wanted[],
): Promise<void> {
  for (let read = 1; ; read += 1) {
    try {
      await socket.expect(frame, wanted);
      return;
    } catch (error) {
      if (read === readsMax || !(error instanceof ContractError)) {
        throw error;
      }
      await setTimeout(readPauseMilliseconds);
    }
  }
}
