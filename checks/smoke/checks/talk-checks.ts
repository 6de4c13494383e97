import { setTimeout } from "node:timers/promises";
import { ContractError, requireKept } from "../../harness/client/contract-error";
import type { Visitor, Wanted } from "../../harness/client/visitor";
import { type Checks, smokeId } from "../visit";
import { refusedWith } from "./frame-checks";

/** Maximum number of reads of the history. A new message may be missing in it for a second. */
const readsMax = 4;
const readPauseMilliseconds = 500;

/** A text may have 4096 bytes of UTF-8. */
const textMaxBytes = 4096;

/** Checks of a member in a channel that has a host. The host receives one text. */
export const talkChecks: Checks = {
  "JOIN is answered with OK, and so is a repeated JOIN": async (visit) => {
    const memberId = smokeId();
    const socket = await visit.join(memberId);
    await socket.expect(["JOIN", memberId, null, visit.channelName], ["OK"]);
  },
  "a second JOIN as another member is rejected with 409": async (visit) =>
    (await visit.join()).expect(["JOIN", smokeId(), null, visit.channelName], refusedWith(409)),
  "a text and its repeat get the same acknowledgement, and the history contains the text once": async (
    visit,
  ) => {
    const socket = await visit.join();
    const messageId = smokeId();
    const frame = ["TXT", messageId, "Smoke test: nothing to do.", new Date().toISOString()];
    const first = JSON.stringify(await socket.expect(frame, acknowledged(messageId)));
    const again = JSON.stringify(await socket.expect(frame, acknowledged(messageId)));
    requireKept(again === first, "the same text again", first, again);
    const history = JSON.stringify([["out", frame]]);
    const isHistory = (value: unknown) => JSON.stringify(value) === history;
    await expectSoon(socket, ["HIS", 10, null], ["HIS", [history, isHistory]]);
  },
  "a member who has not written has no history": async (visit) => {
    const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
    await (await visit.join()).expect(["HIS", 10, null], ["HIS", ["nothing", isEmpty]]);
  },
  [`a text of more than ${textMaxBytes} bytes is rejected with 413`]: async (visit) => {
    const frame = ["TXT", smokeId(), "ä".repeat(textMaxBytes / 2 + 1), new Date().toISOString()];
    await (await visit.join()).expect(frame, refusedWith(413));
  },
};

/** `["ACK", messageId, destinationMessageId, timestamp]` */
export function acknowledged(messageId: string): readonly Wanted[] {
  const isIsoTime = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  const isId = (value: unknown) => typeof value === "string" && value !== "";
  return ["ACK", messageId, ["an id", isId], ["a time", isIsoTime]];
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
