import { type Host, KiteRun } from "../../../checks/harness/kite-run";
import { type ContractCheck, chatContract } from "../../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../../checks/smoke/chat-urls";
import { previousScripts } from "../../../cli/widget/release-widget";
import { startSite } from "../../support/site";
import { frameFaults, handshakeFaults, httpFaults, memberFaults } from "./fault-table";
import { FaultyGateway } from "./faulty-gateway";

let gateway: FaultyGateway;
let run: KiteRun;
let host: Host;
beforeAll(async () => {
  gateway = await FaultyGateway.start();
  run = await KiteRun.start({ publicUrl: gateway.url });
  gateway.target = run.server.url;
  host = await run.host();
});
afterAll(async () => {
  await run?.close();
  await gateway?.close();
});
afterEach(() => {
  gateway.fault = {};
});

const urls = (): ChatUrls => ({
  httpUrl: `${gateway.url}/dev`,
  webSocketUrl: `${gateway.url.replace(/^http/, "ws")}/dev`,
  channelName: host.channelName,
  widgetScripts: previousScripts(),
});
const rows = [...httpFaults, ...handshakeFaults, ...frameFaults, ...memberFaults];

/** Returns the checks with these titles, and their neighbors in the contract. */
function withNeighbours(titles: readonly string[]): readonly ContractCheck[] {
  const all = chatContract(urls);
  const isNamed = (check: ContractCheck | undefined) => check !== undefined && titles.includes(check.title);
  return all.filter((_check, index) => [index - 1, index, index + 1].some((it) => isNamed(all[it])));
}

/** Runs checks concurrently. @returns the reasons of the failed ones, by title */
async function complaints(checks: readonly ContractCheck[]): Promise<Readonly<Record<string, string>>> {
  const results = await Promise.all(checks.map(async (check) => [check.title, await check.run()] as const));
  return Object.fromEntries(
    results.flatMap(([title, result]) => (result.outcome === "failed" ? [[title, result.reason]] : [])),
  );
}

describe("the smoke test of a chat with an injected fault", () => {
  it("passes without a fault", async () => {
    expect(await complaints(chatContract(urls))).toEqual({});
  });

  it.each(rows)("fails only in the checks for the broken promise if %s", async (_name, fault, wanted) => {
    gateway.fault = fault;

    const found = await complaints(withNeighbours(Object.keys(wanted)));

    expect(found).toEqual(
      Object.fromEntries(Object.entries(wanted).map(([title, text]) => [title, expect.stringMatching(text)])),
    );
  });

  it("fails if the server selects no subprotocol, because a browser would close the socket", async () => {
    gateway.fault = { echo: () => "" };

    const found = await complaints(chatContract(urls).slice(0, 13));

    expect(found["the subprotocol is echoed if the client offers it"]).toBe("Server sent no subprotocol");
    expect(found).toHaveProperty(["PING is answered with PONG"]);
    expect(Object.keys(found).filter((title) => title.includes("/tg"))).toEqual([]);
  });

  it.each([
    ["PING is answered with PONG", { reply: () => undefined }],
    ["GET /tg is answered with OK", { http: () => "hang" as const }],
  ])("fails at its deadline if no answer arrives: %s", async (title, fault) => {
    gateway.fault = fault;
    const check = chatContract(urls, { deadlineSeconds: 0.5 }).find((it) => it.title === title);

    expect(await check?.run()).toEqual({
      outcome: "failed",
      reason: "timeout after 0.5 s: expected an answer, got none",
    });
  });

  it("passes if the history is briefly out of date", async () => {
    let reads = 0;
    gateway.fault = {
      reply: (reply) => {
        if (!reply.startsWith('["HIS"')) {
          return reply;
        }
        reads += 1;
        return reads === 1 ? '["HIS",[]]' : reply;
      },
    };
    const check = chatContract(urls).find(({ title }) => title.includes("history contains the text once"));

    expect(await check?.run()).toEqual({ outcome: "passed" });
    expect(reads).toBe(2);
  });

  it("has at least one fault in this file for every check", () => {
    const caught = new Set(rows.flatMap(([, , wanted]) => Object.keys(wanted)));

    expect([...caught].sort()).toEqual(
      chatContract(urls)
        .map(({ title }) => title)
        .sort(),
    );
  });
});

describe("the smoke test", () => {
  it("skips the checks that need a host, with a reason, if it has no channel", async () => {
    const { channelName: _channelName, ...withoutChannel } = urls();

    const results = await Promise.all(chatContract(() => withoutChannel).map((check) => check.run()));

    const skipped = results.filter(({ outcome }) => outcome === "skipped");
    expect(skipped).toHaveLength(10);
    expect(skipped[0]).toEqual({ outcome: "skipped", reason: "no channel with a host was given" });
    expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });

  it.each(["GET /tg is answered with OK", "PING is answered with PONG"])(
    "reports that no server listens: %s",
    async (title) => {
      const site = await startSite();
      await site.close();
      const nobody = { httpUrl: site.origin, webSocketUrl: site.origin.replace("http", "ws") };
      const check = chatContract(() => nobody).find((it) => it.title === title);

      expect(await check?.run()).toEqual({
        outcome: "failed",
        reason: expect.stringContaining("ECONNREFUSED"),
      });
    },
  );
});
