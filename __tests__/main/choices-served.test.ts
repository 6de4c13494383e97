import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import { settingsFolder, smallest } from "../settings/settings-folder";

/** Synthesizes the stack of a deployment with these choices, as `npm run synth` does. @returns its folder */
function synthesize(file: object, environment: Readonly<Record<string, string>>): string {
  const settings = readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment });
  const outdir = mkdtempSync(join(tmpdir(), "kite-choices-"));
  const app = new App({ outdir, stackTraces: false });
  const id = stackId("kite", settings);
  new KiteStack(app, id, kiteStackProps(settings));
  app.synth();
  return join(outdir, "stacks", id);
}

let run: KiteRun | undefined;
afterEach(() => run?.close());

describe("the local run of a deployment", () => {
  it.each<[string, object, Readonly<Record<string, string>>]>([
    [
      "with another architecture and runtime",
      {
        stages: {
          dev: { architecture: "x86_64", dispatcherRuntime: "nodejs24.x", outboxRuntime: "nodejs24.x" },
        },
      },
      {},
    ],
    ["with its state in a file", {}, { KITE_STATE: "local" }],
    [
      "with all monitoring enabled",
      {
        logArchive: true,
        alarmEmails: ["on-call@example.org"],
        alarmForwarder: true,
        monthlyBudgetUsd: 100,
        permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/bound",
      },
      {},
    ],
  ])("delivers messages %s", async (_case, file, environment) => {
    run = await KiteRun.start({ stackDirectory: synthesize(file, environment) });

    await talk(run);
  });

  it("delivers messages in a sandbox, which has its own names", async () => {
    const token = "4242:sandbox";
    const stackDirectory = synthesize({}, { KITE_SANDBOX: "ada" });

    run = await KiteRun.start(
      { stackDirectory, parameters: { "/ada-kite/dev/telegram-bot-token": token } },
      undefined,
      token,
    );

    await talk(run);
    expect(run.server.stack.tables.map(({ tableName }) => tableName)).toContain("ada-dev.Members");
  });
});

async function talk(kite: KiteRun): Promise<void> {
  const host = await kite.host();
  const visitor = await kite.visitor(host);
  const ack = await visitor.ask(["TXT", "m-1", "Hello", nextTimestamp()]);
  expect(ack).toMatchObject({ 0: "ACK", 1: "m-1" });
  await host.hears("Hello");
}
