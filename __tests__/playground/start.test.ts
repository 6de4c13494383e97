import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  botToken,
  startTestBotApi,
  type TestBotApi,
  until,
} from "../../packages/bot-api-server/__tests__/bot-api";

const repositoryFolder = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kite-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Overrides the variables that `.env` could set. */
const noSettings = { TELEGRAM_BOT_TOKEN: "", TELEGRAM_API_ROOT: "", TUNNEL_URL: "", DYNAMODB_ENDPOINT: "" };

/** Arguments that `npm start` passes to Node. */
const npmStart: readonly string[] = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8"))
  .scripts.start.split(" ")
  .slice(1);

interface Run {
  readonly child: ChildProcess;
  output(): string;
  /** Text on standard output. */
  stdout(): string;
  readonly exited: Promise<number | null>;
}

function run(args: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [...npmStart, ...args], {
    cwd: repositoryFolder,
    env: { ...process.env, ...noSettings, ...environment },
    // A separate process group, so that remaining processes are easy to find.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  return {
    child,
    output: () => Buffer.concat(chunks).toString("utf8"),
    stdout: () => Buffer.concat(said).toString("utf8"),
    exited: new Promise((done) => child.once("close", done)),
  };
}

let other: TestBotApi | undefined;
let running: Run | undefined;
afterEach(async () => {
  if (running?.child.exitCode === null) {
    running.child.kill("SIGKILL");
  }
  await other?.close();
});

/** Returns the running processes of a group, without zombies, which have ended but were not reaped yet. */
function processesOf(group: number): string[] {
  const lines = execFileSync("ps", ["-eo", "pgid=,stat=,comm="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => new RegExp(`^ *${group} +[^Z]`).test(line));
}

const lineOf = (output: string, name: string) =>
  new RegExp(`^ +${name} +(\\S+)`, "m").exec(output)?.[1] ?? "";

describe("npm start", () => {
  it.each([
    { args: ["--help"], code: 0, text: "npm start [-- options]" },
    { args: ["--frsh"], code: 1, text: "--frsh" },
    {
      args: ["--fresh"],
      code: 1,
      text: "--fresh empties only the embedded database, but DYNAMODB_ENDPOINT is",
      dead: true,
    },
    {
      args: ["--port", "0"],
      code: 1,
      text: "No database responds at http://127.0.0.1:9 (bad port)",
      dead: true,
    },
    {
      args: ["--stage", "none"],
      code: 1,
      text: "The stack could not be synthesized: --stage: expected a stage",
    },
    { args: ["--port", "x"], code: 1, text: "--port x: expected a port number" },
  ])("with $args prints the reason and exits with $code", async ({ args, code, text, dead = false }) => {
    // The port of the discard service, where nothing listens. fetch refuses to connect to it.
    const environment = dead ? { DYNAMODB_ENDPOINT: "http://127.0.0.1:9" } : {};
    const { exited, output } = run([...args, "--data", folder], environment);

    expect(await exited).toBe(code);
    expect(output()).toContain(text);
    expect(output()).not.toMatch(/\n\s+at /);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints its URLs, never prints the token, and after %s leaves no webhook, process or open port",
    async (signal) => {
      other = await startTestBotApi();
      running = run(["--port", "0", "--data", folder, "--fresh", "--verbose"], {
        TELEGRAM_API_ROOT: other.url,
        TELEGRAM_BOT_TOKEN: botToken,
      });
      const { child, exited, output } = running;
      await until(() => output().includes("Press Ctrl-C to stop"), 30_000);
      const page = lineOf(output(), "Page");
      expect((await fetch(page)).status).toBe(200);
      expect(await fetch(lineOf(output(), "Webhook")).then((response) => response.text())).toBe("OK");
      expect(other.telegram.webhook.info.url).toBe(lineOf(output(), "Webhook"));
      expect(output()).toContain('npx wscat -s k1te.chat.v1 -c "ws://localhost:');

      child.kill(signal);
      expect(await exited).toBe(0);

      expect(output().trim().split("\n").at(-1)).toBe(`Stopped. The data is kept in ${folder}.`);
      expect(other.telegram.webhook.info.url).toBe("");
      await until(() => processesOf(child.pid ?? 0).length === 0);
      await expect(fetch(page)).rejects.toThrow();
      await expect(fetch(lineOf(output(), "DynamoDB"))).rejects.toThrow();
      expect(output()).not.toContain(botToken);
    },
    60_000,
  );

  it("prints its URLs and the access log as JSON with --json, one object per line", async () => {
    running = run(["--port", "0", "--data", folder, "--json"]);
    const { child, exited, stdout } = running;
    await until(() => stdout().includes('"ready"'), 30_000);
    const objects = () =>
      stdout()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const [ready] = objects();

    expect(await (await fetch(ready.webhookUrl)).text()).toBe("OK");
    await until(() => objects().some(({ route }) => route === "GET /tg"));
    child.kill("SIGTERM");

    expect(await exited).toBe(0);
    expect(objects().find(({ route }) => route === "GET /tg")).toMatchObject({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: "info",
      source: "gateway",
      kind: "request",
      functionName: expect.stringContaining("dev-request-dispatcher"),
      outcome: "200",
      milliseconds: expect.any(Number),
      sentBytes: 2,
    });
  }, 60_000);

  it("prints a line immediately, and reports each slow step", async () => {
    running = run(["--port", "0", "--data", folder]);
    const { child, exited, output } = running;

    await until(() => output() !== "");
    const first = output();
    await until(() => output().includes("Press Ctrl-C to stop"), 30_000);
    child.kill("SIGTERM");

    expect(await exited).toBe(0);
    expect(first).toBe("Starting Kite …\n");
    expect(output()).toMatch(/Synthesizing the stack …\n.*Starting the database and the functions …/);
    expect(output()).not.toContain("\u001b[");
  }, 60_000);

  it("does not change a folder that Kite did not create or that another run uses", async () => {
    const foreign = mkdtempSync(join(tmpdir(), "kite-foreign-"));
    writeFileSync(join(foreign, "thesis.txt"), "");
    running = run(["--port", "0", "--data", folder]);
    const { child, exited, output } = running;
    await until(() => output().includes("Press Ctrl-C to stop"), 30_000);

    const refused = run(["--port", "0", "--fresh", "--data", foreign]);
    const second = run(["--port", "0", "--fresh", "--data", folder]);

    expect(await refused.exited).toBe(1);
    expect(refused.output()).toContain("Kite did not create it");
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`Another run uses this folder (process ${child.pid},`);
    expect(await (await fetch(lineOf(output(), "Webhook"))).text()).toBe("OK");
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
  }, 60_000);

  it("reports that the port is in use", async () => {
    other = await startTestBotApi();
    const port = new URL(other.url).port;
    const { exited, output } = run(["--port", port, "--data", folder]);

    expect(await exited).toBe(1);
    expect(output()).toContain(port);
    expect(output()).toContain("--port");
    expect(output()).not.toMatch(/\n\s+at /);
  }, 60_000);
});
