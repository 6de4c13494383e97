import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { repositoryFolder } from "../../../constructs/repository";
import packageJson from "../../../package.json";
import { Visitor } from "../../harness/client/visitor";
import { TemporaryFolder } from "../../harness/temporary-folder";
import { Child } from "../child/child";
import { type Measurement, medianOf } from "./figure";

/** Arguments that `npm start` passes to Node.js. */
const startCommand = packageJson.scripts.start.replace(/^node /, "").split(" ");

/** Measures the time from `npm start` on an unchanged tree to the first frame that a function answers. */
export const startUp: Measurement = async ({ rounds }) => {
  using data = new TemporaryFolder("bench-start");
  // The first start fills the cache.
  await timeKite(data.path);
  return [
    {
      id: "start-up",
      what: "start of the program to the first answered frame",
      unit: "ms",
      value: await medianOf(rounds, () => timeKite(data.path)),
      beside: { what: "bare ws", value: await medianOf(rounds, timeBareWebSocket) },
      aim: 1_500,
    },
  ];
};

async function timeKite(data: string): Promise<number> {
  const start = performance.now();
  const program = spawn(process.execPath, [...startCommand, "--port", "0", "--data", data], {
    cwd: repositoryFolder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: program.stdout })) {
      const url = /WebSocket\s+(ws:\S+)/.exec(line)?.[1];
      if (url !== undefined) {
        return (await firstAnswer(url)) - start;
      }
    }
    throw new Error("npm start ended without an output.");
  } finally {
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGINT");
    await ended;
  }
}

async function timeBareWebSocket(): Promise<number> {
  const start = performance.now();
  await using server = new Child("bare-websocket");
  const { webSocketUrl } = await server.ask<{ webSocketUrl: string }>("start");
  return (await firstAnswer(webSocketUrl)) - start;
}

/** Returns the time of the answer, as in `performance.now()`. */
async function firstAnswer(url: string): Promise<number> {
  const visitor = await Visitor.connect(url, { protocols: [] });
  await visitor.ask("Hi");
  const end = performance.now();
  visitor.terminate();
  return end;
}
