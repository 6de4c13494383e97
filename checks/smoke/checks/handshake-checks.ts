import { subprotocol } from "@kite-chat/protocol";
import { requireKept } from "../../harness/client/contract-error";
import type { Visitor } from "../../harness/client/visitor";
import { type Checks, smokeId } from "../visit";

/** Checks for the WebSocket handshake. */
export const handshakeChecks: Checks = {
  "the subprotocol is echoed if the client offers it": async (visit) => {
    const { protocol } = await visit.open(smokeId(), ["another.v1", subprotocol]);
    const done = `offering another.v1 and ${subprotocol}`;
    requireKept(protocol === subprotocol, done, subprotocol, protocol || "none");
  },
  "a client that offers only other subprotocols is rejected with 400": async (visit) =>
    expectRefused("offering another.v1 alone", await visit.tryOpen(smokeId(), ["another.v1"])),
  "a client that offers no subprotocol is accepted": (visit) => visit.open(smokeId(), []),
  "a channel whose name has the wrong form is rejected with 400": async (visit) =>
    expectRefused("opening a socket with ?c=x", await visit.tryOpen("x")),
};

function expectRefused(done: string, answer: Visitor | number): void {
  const got = typeof answer === "number" ? `status ${answer}` : "an open socket";
  requireKept(answer === 400, done, "status 400", got);
}
