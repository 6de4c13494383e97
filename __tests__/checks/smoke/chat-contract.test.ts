import { eventually } from "../../../checks/harness/eventually";
import { type Host, KiteRun } from "../../../checks/harness/kite-run";
import { chatContract } from "../../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../../checks/smoke/chat-urls";
import { previousScripts } from "../../../cli/widget/release-widget";

describe("the chat contract on the local run", () => {
  let run: KiteRun;
  let host: Host;
  beforeAll(async () => {
    run = await KiteRun.start();
    host = await run.host();
  });
  afterAll(() => run?.close());
  const urls = (): ChatUrls => ({
    httpUrl: `${run.server.url}/dev`,
    webSocketUrl: `${run.server.url.replace(/^http/, "ws")}/dev`,
    channelName: host.channelName,
    widgetScripts: previousScripts(),
  });

  it.each(chatContract(urls).map((check) => [check.title, check] as const))("%s", async (_title, check) => {
    expect(await check.run()).toEqual({ outcome: "passed" });
  });

  it("adds one text and one file to the host's chat, from members named Smoke test", async () => {
    const file = await eventually("the file arrives", () =>
      host.heard.find((it) => it.document !== undefined),
    );

    expect(file.caption).toMatch(/^#\w+ Smoke test/);
    expect(host.told).toEqual(["Smoke test: nothing to do."]);
    expect(host.heard.filter((it) => it.document !== undefined)).toHaveLength(1);
  });
});
