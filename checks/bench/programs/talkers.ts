import { randomUUID } from "node:crypto";
import { Visitor } from "../../harness/client/visitor";
import { nextTimestamp } from "../../harness/kite-run";
import { answerParent } from "../child/answer-parent";
import { Rate, type RateResult } from "../rate";

interface Talk {
  readonly webSocketUrl: string;
  readonly sockets: number;
  readonly seconds: number;
  /** Channel to join first. Without it, frames are only echoed. */
  readonly channelName?: string;
}

/** Simulates visitors who each send a text, wait for the answer, and send the next. */
answerParent({
  talk: async ({ webSocketUrl, sockets, seconds, channelName }: Talk): Promise<RateResult> => {
    const visitors = await Promise.all(
      Array.from({ length: sockets }, () => Visitor.connect(webSocketUrl, { protocols: [] })),
    );
    if (channelName !== undefined) {
      await Promise.all(
        visitors.map((visitor) => visitor.expect(["JOIN", randomUUID(), "Ada", channelName], ["OK"])),
      );
    }
    const rate = new Rate(seconds);
    await Promise.all(visitors.map((visitor) => rate.repeat(() => say(visitor))));
    for (const visitor of visitors) {
      visitor.terminate();
    }
    return rate.result();
  },
});

async function say(visitor: Visitor): Promise<void> {
  const answer = await visitor.ask(["TXT", randomUUID(), "Hello, is anybody there?", nextTimestamp()]);
  if (!Array.isArray(answer) || answer[0] === "ERR") {
    throw new Error(`A text was answered ${JSON.stringify(answer)}`);
  }
}
