import { subprotocol } from "@kite-chat/protocol";
import { ContractError } from "../../harness/client/contract-error";
import type { Visitor } from "../../harness/client/visitor";
import type { Check } from "../check";
import { smokeId } from "../visit";

/** How a socket is let in, or not. */
export const handshakeChecks: readonly Check[] = [
  {
    title: "the sub-protocol is echoed when it is among those offered",
    run: async (_urls, visit) => {
      const { protocol } = await visit.open(smokeId(), ["another.v1", subprotocol]);
      if (protocol !== subprotocol) {
        throw new ContractError(`offering another.v1 and ${subprotocol}`, subprotocol, protocol || "none");
      }
    },
  },
  {
    title: "a client that offers only other sub-protocols is refused with 400",
    run: async (_urls, visit) => {
      const answer = await visit.tryOpen(smokeId(), ["another.v1"]);
      expectRefused("offering another.v1 alone", answer);
    },
  },
  {
    title: "a client that offers no sub-protocol is let in",
    run: async (_urls, visit) => {
      await visit.open(smokeId(), []);
    },
  },
  {
    title: "a channel whose name has a wrong form is refused with 400",
    run: async (_urls, visit) => {
      expectRefused("opening a socket with ?c=x", await visit.tryOpen("x"));
    },
  },
];

function expectRefused(done: string, answer: Visitor | number): void {
  if (answer !== 400) {
    throw new ContractError(
      done,
      "status 400",
      typeof answer === "number" ? `status ${answer}` : "an open socket",
    );
  }
}
