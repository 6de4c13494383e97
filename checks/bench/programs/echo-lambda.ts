import { type LocalServer, serve } from "@kite-chat/stack-server";
import { TemporaryFolder } from "../../harness/temporary-folder";
import { answerParent, memory } from "../child/answer-parent";
import { synthesizeEcho } from "../echo-stack";

const directory = new TemporaryFolder("bench-echo");
let server: LocalServer | undefined;

/** The local server alone: a route whose function answers what it is sent. */
answerParent({
  start: async () => {
    server = await serve({ stackDirectory: synthesizeEcho(directory.path), port: 0 });
    return { webSocketUrl: `${server.url.replace(/^http/, "ws")}/bench` };
  },
  memory,
  close: async () => {
    await server?.close();
    directory[Symbol.dispose]();
  },
});
