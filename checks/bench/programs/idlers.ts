import { Visitor } from "../../harness/client/visitor";
import { answerParent } from "../child/answer-parent";

const visitors: Visitor[] = [];

/** Number of sockets that connect at the same time. */
const atOnce = 100;

/** Simulates visitors who open a page and send nothing. */
answerParent({
  open: async ({ webSocketUrl, count }: { webSocketUrl: string; count: number }) => {
    while (visitors.length < count) {
      const length = Math.min(atOnce, count - visitors.length);
      const some = Array.from({ length }, () => Visitor.connect(webSocketUrl, { protocols: [] }));
      visitors.push(...(await Promise.all(some)));
    }
  },
  close: () => {
    for (const visitor of visitors) {
      visitor.terminate();
    }
  },
});
