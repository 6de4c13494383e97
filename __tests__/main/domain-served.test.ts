import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Visitor } from "../../checks/harness/client/visitor";
import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { readSettings } from "../../settings/settings";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import { settingsFolder, smallest } from "../settings/settings-folder";

/** Synthesizes the stack of a deployment with a domain, as `npm run synth` does. @returns its folder */
function synthesize(file: object): string {
  const settings = readSettings({
    directory: settingsFolder({ ...smallest, domainName: "example.org", ...file }),
    environment: {},
  });
  const outdir = mkdtempSync(join(tmpdir(), "kite-domain-"));
  const app = new App({ outdir, stackTraces: false });
  new KiteStack(app, "kite", kiteStackProps(settings));
  app.synth();
  return join(outdir, "stacks", "kite");
}

let run: KiteRun | undefined;
afterEach(() => run?.close());

describe("the local run of a deployment with a domain", () => {
  it("serves the chat at its local address in place of the domain", async () => {
    run = await KiteRun.start({ stackDirectory: synthesize({}) });
    const host = await run.host();
    const visitor = await run.visitor(host);

    const ack = await visitor.ask(["TXT", "m-1", "Hello", nextTimestamp()]);

    expect(ack).toMatchObject({ 0: "ACK", 1: "m-1" });
    await host.hears("Hello");
    expect(run.server.stack.outputs).toMatchObject({
      devWebSocketUrl: `${run.server.url.replace("http", "ws")}/dev`,
      devWebhookUrl: run.webhookUrl,
    });
  });

  it("serves a deployment with a proxy if PROXY_SECRET_PARAMETER is empty", async () => {
    const stackDirectory = synthesize({ cloudflareProxy: true });
    run = await KiteRun.start({ stackDirectory, environment: { PROXY_SECRET_PARAMETER: "" } });
    const host = await run.host();

    const visitor = await run.visitor(host);

    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
  });

  it("rejects requests without the proxy's secret if PROXY_SECRET_PARAMETER is set", async () => {
    run = await KiteRun.start({ stackDirectory: synthesize({ cloudflareProxy: true }) });

    const refused = Visitor.connect(run.webSocketUrl("kite-demo"));

    await expect(refused).rejects.toThrow(/403/);
  });
});
