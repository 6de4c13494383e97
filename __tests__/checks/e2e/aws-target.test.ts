import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";
import { type Playground, startPlayground } from "../../../playground/start-playground";
import { describeInChromium } from "../../browser/find-chromium";
import { sessionFile, TelegramWebStandIn } from "./telegram-web-stand-in";

describeInChromium("the end-to-end suite against a deployed stage, with a host in Telegram Web", () => {
  const folder = mkdtempSync(join(tmpdir(), "kite-e2e-aws-"));
  const authFile = join(folder, "auth.json");
  let playground: Playground;
  let telegramWeb: TelegramWebStandIn;
  beforeAll(async () => {
    playground = await startPlayground({
      port: 0,
      host: "127.0.0.1",
      outputDirectory: folder,
      log: () => undefined,
    });
    if (playground.own === undefined) {
      throw new Error("The playground has no Telegram of its own.");
    }
    telegramWeb = await TelegramWebStandIn.start(playground.own.hostChat);
    logIn([sessionFile]);
  });
  afterAll(async () => {
    await telegramWeb?.close();
    await playground?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes a session in Playwright's format. */
  function logIn(localStorage: readonly { name: string; value: string }[]): void {
    const origins = [{ origin: telegramWeb.origin, localStorage }];
    writeFileSync(authFile, JSON.stringify({ cookies: [], origins }));
  }

  function runSuite(
    environment: Readonly<Record<string, string>> = {},
    arguments_: readonly string[] = [],
  ): Promise<{ readonly status: number | null; readonly output: string }> {
    const program = join(repositoryFolder, "node_modules/@playwright/test/cli.js");
    const child = spawn(process.execPath, [program, "test", "-c", "checks/e2e", ...arguments_], {
      cwd: repositoryFolder,
      env: {
        PATH: process.env.PATH ?? "",
        ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
        E2E_TARGET: "aws",
        E2E_WEBSOCKET_URL: `${playground.url.replace(/^http/, "ws")}/dev`,
        E2E_CHANNEL: playground.channelName,
        E2E_GROUP_URL: telegramWeb.groupUrl,
        E2E_AUTH: authFile,
        E2E_RESULTS: join(folder, "results"),
        ...environment,
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    return new Promise((resolve) => child.on("close", (status) => resolve({ status, output })));
  }

  it("passes, and writes a report for CodeBuild", async () => {
    const { status, output } = await runSuite({}, ["--timeout=60000", "--retries=0"]);

    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
    const report = readFileSync(join(folder, "results/junit.xml"), "utf8");
    expect(report).toMatch(/<testsuites [^>]*tests="7" failures="0" skipped="0" errors="0"/);
  }, 300_000);

  it("reports that the session has ended if Telegram Web asks to log in", async () => {
    logIn([]);

    const { status, output } = await runSuite({}, ["away", "--retries=0"]);

    expect(status).toBe(1);
    expect(output).toContain("Telegram Web asks to log in: the session has ended. docs/e2e.md describes how");
  }, 60_000);

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "the session file does not exist",
      { E2E_AUTH: "/nowhere/auth.json" },
      /E2E_AUTH: expected a file .*\/nowhere\/auth\.json does not exist/,
    ],
    [
      "a setting is missing",
      { E2E_CHANNEL: "" },
      /The settings of the target aws are not complete:\s+E2E_CHANNEL: expected the name/,
    ],
  ])(
    "reports the expected value if %s",
    async (_case, environment, sentence) => {
      const { status, output } = await runSuite(environment, ["away", "--retries=0"]);

      expect(status).toBe(1);
      expect(output).toMatch(sentence);
    },
    60_000,
  );
});
