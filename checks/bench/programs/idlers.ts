import { WebSocket } from "ws";
import { answerParent } from "../child/answer-parent";

const sockets: WebSocket[] = [];

/** How many connect at once. */
const AT_ONCE = 100;

/** Visitors who open a page and say nothing. */
answerParent({
  open: async ({ webSocketUrl, count }: { webSocketUrl: string; count: number }) => {
    while (sockets.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () =>
        open(webSocketUrl),
      );
      sockets.push(...(await Promise.all(some)));
    }
  },
  close: () => {
    for (const socket of sockets) socket.terminate();
  },
});

function open(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}
