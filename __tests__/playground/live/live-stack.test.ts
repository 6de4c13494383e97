import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Visitor } from "../../../checks/harness/client/visitor";
import { until } from "../../../packages/bot-api-server/__tests__/bot-api";
import { Clone } from "../../main/clone";

/** Runs `npm start` in a clone of the repository, so that the tests can change its sources. */
let clone: Clone;
let child: ChildProcess;
let visitor: Visitor;
let url: string;
let output = "";

/** Changes a source of the clone and clears the recorded output. */
function edit(path: string, from: string, to: string): void {
  const file = join(clone.directory, path);
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) {
    throw new Error(`${path} does not contain ${from}`);
  }
  output = "";
  writeFileSync(file, text.replace(from, to));
}

const webSocketUrl = () => `${url.replace("http", "ws")}/dev?c=kite-demo`;
const served = () =>
  until(() => output.includes("served after") || output.includes("is still served"), 30_000);
const servedStack = "stacks/kite-stack.ts";
const servedStage = "stacks/kite-stage.ts";

describe("npm start after a change of the sources", () => {
  beforeAll(async () => {
    clone = new Clone();
    child = spawn(process.execPath, ["launcher/launch.cjs", "playground/start.ts", "--port", "0"], {
      cwd: clone.directory,
      env: { PATH: process.env.PATH ?? "" },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    await until(() => output.includes("Press Ctrl-C to stop"), 60_000);
    url = /Page +(http:\S+?)\/$/m.exec(output)?.[1] ?? "";
    visitor = await Visitor.connect(webSocketUrl());
  }, 90_000);

  afterAll(async () => {
    await visitor?.close();
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await ended;
  });

  it("serves a changed route on an open socket", async () => {
    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);

    edit(servedStage, 'pingRouteKey = "PING"', 'pingRouteKey = "PULSE"');
    await served();

    expect(output).toMatch(
      /stacks\/kite-stage\.ts: route PULSE is new, .*route PING is gone \(served after \d+\.\d s\)/,
    );
    expect(await visitor.ask(["PULSE"])).toEqual(["PONG"]);
    edit(servedStage, 'pingRouteKey = "PULSE"', 'pingRouteKey = "PING"');
    await served();
    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
  });

  it("runs the new code of a function without ending the visitor's session", async () => {
    expect(await visitor.ask(["JOIN", "visitor-1", "Ada", "kite-demo"])).toEqual(["OK"]);

    edit("lambda-src/request-dispatcher/index.ts", 'body: "OK"', 'body: "FINE"');
    await served();

    expect(output).toContain("function dev-request-dispatcher has changed");
    expect(output).not.toContain("route ");
    expect(await (await fetch(`${url}/dev/tg`)).text()).toBe("FINE");
    expect(await visitor.ask(["TXT", "m1", "Still here", new Date().toISOString()])).toMatchObject({
      0: "ACK",
    });
  });

  it("applies the deployment's allowed origins, and adds those of its own page", async () => {
    const connectFrom = async (origin: string) => {
      const answer = await Visitor.tryConnect(webSocketUrl(), { origin });
      if (typeof answer === "number") {
        return answer;
      }
      await answer.close();
      return "open";
    };
    edit("deployments/kite.json", '["*"]', '["https://shop.example"]');
    await served();

    const origins = [
      "https://shop.example",
      url,
      url.replace("localhost", "127.0.0.1"),
      "https://evil.example",
    ];
    const statuses = await Promise.all(origins.map(connectFrom));

    expect(statuses).toEqual(["open", "open", "open", 403]);
    expect(output).toContain(
      `The deployment allows only the origins https://shop.example. This run also allows its own page: ${url}, `,
    );
    expect(output).toContain("rejected with 403: This website may not use the chat.");
    edit("deployments/kite.json", '["https://shop.example"]', '["*"]');
    await served();
  });

  it("reports type errors, and keeps serving the previous version", async () => {
    const from = "connectionId: event.requestContext.connectionId,";
    edit("lambda-src/websocket/handle-event.ts", from, `${from} conectionId: 1,`);
    await served();

    expect(output).toContain("handle-event.ts: 1 type error. The previous version is still served.");
    expect(output).toMatch(/\n {6}lambda-src\/websocket\/handle-event\.ts:\d+:\d+: TS2561: .*conectionId/);
    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
    edit("lambda-src/websocket/handle-event.ts", `${from} conectionId: 1,`, from);
    await served();
    expect(output).toContain("served after");
  });

  it("reports the source of an error that a function throws, and prints each line of the error", async () => {
    const path = "lambda-src/websocket/handle-event.ts";
    const from = "const frame = await readCountedFrame(ports, arrival, body);";
    const fault = `\n  if (body === "break") throw new TypeError("broken\\nin two");`;
    edit(path, from, from + fault);
    await served();

    await visitor.ask("break");

    expect(output).toMatch(
      /ERROR \[dev-request-dispatcher\] .*\n {6}TypeError: broken\n {6}in two\n {6}at .*\/lambda-src\/websocket\/handle-event\.ts:\d+:\d+/,
    );
    edit(path, fault, "");
    await served();
  });

  it.each([
    [
      "a stack that does not parse",
      servedStack,
      "const kite = asLocalRunServes",
      "const { kite = completeKite",
      /kite-stack\.ts:\d+:\d+: /,
    ],
    [
      "a function that cannot be bundled",
      "lambda-src/outbox/index.ts",
      "import",
      "imp ort",
      /lambda-src\/outbox\/index\.ts:\d+:\d+: /,
    ],
    [
      "an invalid setting",
      "deployments/kite.json",
      '"region": "',
      '"region": "!',
      /region \(deployments\/kite\.json\)/,
    ],
  ])(
    "reports the location of %s, and keeps serving the previous version",
    async (_case, path, from, to, message) => {
      edit(path, from, to);
      await served();

      expect(output).toMatch(message);
      expect(output).toContain("The previous version is still served.");
      expect(output).not.toMatch(/\n\s+at /);
      expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
      edit(path, to, from);
      await served();
      expect(output).toContain("served after");
    },
  );
});
