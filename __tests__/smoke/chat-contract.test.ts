import { chatContract } from "../../smoke/chat-contract";
import type { ChatUrls } from "../../smoke/chat-urls";
import { type Host, KiteRun } from "../support/kite-run";

describe("the local run", () => {
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
  });

  it.each(chatContract(urls).map((check) => [check.title, check] as const))("%s", async (_title, check) => {
    expect(await check.run()).toEqual({ outcome: "passed" });
  });
});
