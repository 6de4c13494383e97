import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerParent, memory } from "../child/answer-parent";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (socket) => socket.on("message", (data) => socket.send(String(data))));

/** Serves an echo with `ws` alone, as the limit of a server in Node.js. */
answerParent({
  start: async () => {
    if (server.address() === null) {
      await new Promise((resolve) => server.once("listening", resolve));
    }
    return { webSocketUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
  },
  memory,
  close: () => {
    for (const client of server.clients) {
      client.terminate();
    }
    server.close();
  },
});
