import { type LocalServer, serve } from "@kite-chat/stack-server";
import { TemporaryFolder } from "../../harness/temporary-folder";
import { answerParent, memory } from "../child/answer-parent";
import { synthesizeEcho } from "../echo-stack";

const directory = new TemporaryFolder("bench-echo");
let server: LocalServer | undefined;

/** Serves the echo stack: a route whose function returns its input. */
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
