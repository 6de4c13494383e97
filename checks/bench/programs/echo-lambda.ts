import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalServer, serve } from "@kite-chat/stack-server";
import { answerParent, memory } from "../child/answer-parent";
import { synthesizeEcho } from "../echo-stack";

const directory = mkdtempSync(join(tmpdir(), "kite-bench-echo-"));
let server: LocalServer | undefined;

/** The local server alone: a route whose function answers what it is sent. */
answerParent({
  start: async () => {
    server = await serve({ stackDirectory: synthesizeEcho(directory), port: 0 });
    return { webSocketUrl: `${server.url.replace(/^http/, "ws")}/bench` };
  },
  memory,
  close: async () => {
    await server?.close();
    rmSync(directory, { recursive: true, force: true });
  },
});
