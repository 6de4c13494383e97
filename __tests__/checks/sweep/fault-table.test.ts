import { injectableFaults } from "@kite-chat/stack-server";
import { callKey, tokensIn } from "../../../checks/harness/message-tokens";
import { tooRareFaults } from "../../../checks/sweep/fault-counts";
import { faultFor, leastShare, shareOf, sweepFaults } from "../../../checks/sweep/fault-table";
import { createTraffic } from "../../../checks/sweep/traffic";

describe("the faults of the sweep", () => {
  it.each(Object.entries(sweepFaults))(
    "include %s, which affects more than the minimum share of calls in a run of any size",
    (_name, fault) => {
      for (const messages of [1_000, 20_000]) {
        expect(shareOf(fault, messages)).toBeGreaterThan(leastShare);
        expect(shareOf(fault, messages) * fault.callsPerMessage * messages).toBeGreaterThan(20);
      }
    },
  );

  it("are selected equally often if several with equal shares are possible, and leave at least a quarter of the calls", () => {
    const names = Object.keys(sweepFaults).filter((it) => it.startsWith("telegram-"));
    const draws = Array.from({ length: 8_000 }, (_, index) => faultFor((index + 0.5) / 8_000, names, 1_000));
    const countOf = (name: string | undefined) => draws.filter((it) => it === name).length;

    const [least = 0, most = 0] = [
      Math.min(...names.map((name) => countOf(name))),
      Math.max(...names.map((name) => countOf(name))),
    ];
    expect(most - least).toBeLessThanOrEqual(1);
    expect(least).toBeGreaterThan(700);
    expect(countOf(undefined)).toBeGreaterThanOrEqual(2_000);
  });

  it.each([
    [0.1, "push-slow"],
    [0.999, undefined],
  ])("are limited to the only possible fault: the draw %p selects %p", (draw, expected) => {
    expect(faultFor(draw, ["push-slow"], 100)).toBe(expected);
  });

  it("use only kinds of faults that the server supports", () => {
    for (const { server } of Object.values(sweepFaults)) {
      if (server !== undefined) {
        expect(Object.keys(injectableFaults[server.place])).toContain(server.kind);
      }
    }
  });

  it.each([
    [{ calls: 1_000, hits: 20 }, []],
    [{ calls: 1_000, hits: 19 }, ["push-gone"]],
    [{ calls: 10_000, hits: 99 }, ["push-gone"]],
    [undefined, ["push-gone"]],
  ])("are reported as too rare only below the minimum number of hits: %j", (count, expected) => {
    const counts = new Map(count === undefined ? [] : [["push-gone", count]]);

    expect(tooRareFaults(["push-gone"], counts)).toEqual(expected);
  });
});

describe("the key of a call", () => {
  it("contains the operation and the message, but no other ids and times", () => {
    const call = (body: object) =>
      callKey({ place: "table", names: ["dev.Messages", "PutItem"], content: JSON.stringify(body) });

    expect(call({ id: "kv-3-120", at: "10:00", other: "a" })).toBe("dev.Messages PutItem kv-3-120");
    expect(call({ at: "11:00", id: "kv-3-120" })).toBe(call({ id: "kv-3-120", at: "10:00", other: "a" }));
    expect(call({ id: "kv-3-121" })).not.toBe(call({ id: "kv-3-120" }));
  });

  it("contains the member if there is no message, and never the socket", () => {
    expect(callKey({ place: "table", names: ["dev.Members", "GetItem"], content: "one/km-7" })).toBe(
      "dev.Members GetItem km-7",
    );
    expect(callKey({ place: "push", names: ["dev", "abc="], content: '["TXT","u1","kh-1-2"]' })).toBe(
      "kh-1-2",
    );
  });

  it("contains each token only once", () => {
    expect(tokensIn("kv-1-2 kh-3-4, kv-1-2; km-1")).toEqual(["kv-1-2", "kh-3-4"]);
  });
});

describe("the traffic of a sweep", () => {
  it("is the same for the same seed, and differs for another seed", () => {
    expect(createTraffic("1", 200)).toEqual(createTraffic("1", 200));
    expect(createTraffic("2", 200).messages).not.toEqual(createTraffic("1", 200).messages);
  });

  it("has the requested number of messages with unique tokens, in both directions, in order of time", () => {
    const { messages, visitors, channels } = createTraffic("1", 1_000);
    const hosts = messages.filter(({ from }) => from === "host");

    expect(new Set(messages.map(({ token }) => token)).size).toBe(1_000);
    expect(hosts.length).toBeGreaterThan(350);
    expect(hosts.length).toBeLessThan(550);
    expect(messages.map(({ at }) => at)).toEqual(messages.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(new Set(visitors.map(({ channel }) => channel)).size).toBe(channels.length);
  });
});
