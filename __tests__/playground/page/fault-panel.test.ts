import { Faults, ManualClock, ReadLag, ShiftableClock } from "@kite-chat/stack-server";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { OwnHosts } from "../../../playground/own-hosts";
import { FaultPanel } from "../../../playground/page/fault-panel";
import type { FaultsView } from "../../../playground/page/fault-view";
import { createPageHandler } from "../../../playground/page/page-handler";

const oneMinute = 60_000;
const startLag = { minimumMilliseconds: 50, maximumMilliseconds: 100 };
const setup = { channelName: "kite-demo", webSocketPath: "/dev" };

let clock: ShiftableClock;
let open: Set<string>;
let readLag: ReadLag;
let site: LocalSite;

beforeEach(async () => {
  clock = new ShiftableClock(new ManualClock(0));
  open = new Set();
  readLag = new ReadLag(startLag);
  const faultPanel = new FaultPanel({
    faults: new Faults(clock),
    telegramFaults: undefined,
    readLag,
    clock,
    openConnections: () => [...open],
    cutConnections: () => open.clear(),
  });
  site = await serveLocally(
    createPageHandler({ hosts: new OwnHosts("127.0.0.1"), files: new Map(), setup, faultPanel }),
  );
});
afterEach(async () => {
  await site.close();
});

/** Opens a socket that closes after the given time. */
function connect(id: string, milliseconds: number): void {
  open.add(id);
  clock.setTimeout(() => open.delete(id), milliseconds);
}

async function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${site.url}/playground/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe("POST /playground/time", () => {
  it("advances the clock, and returns the number of closed sockets", async () => {
    connect("idle", 10 * oneMinute);
    connect("talks", 15 * oneMinute);

    const first = await post("time", { minutes: 9 });
    const second = await post("time", { minutes: 1 });

    expect(first).toEqual({ status: 200, body: { closedSockets: 0, openSockets: 2, minutesAhead: 9 } });
    expect(second).toEqual({ status: 200, body: { closedSockets: 1, openSockets: 1, minutesAhead: 10 } });
    expect(clock.now()).toBe(10 * oneMinute);
    expect(await (await fetch(`${site.url}/playground/faults`)).json()).toMatchObject({ minutesAhead: 10 });
  });

  it.each([
    { body: {}, status: 400 },
    { body: { minutes: 0 }, status: 400 },
    { body: { minutes: -10 }, status: 400 },
    { body: { minutes: 1.5 }, status: 400 },
    { body: { minutes: 121 }, status: 400 },
    { body: { minutes: "soon" }, status: 400 },
    { body: { minutes: 10 }, headers: { origin: "https://evil.example" }, status: 403 },
    { body: { minutes: 10 }, headers: { origin: "null" }, status: 403 },
    { body: { minutes: 10 }, headers: { "content-type": "text/plain" }, status: 415 },
  ])("rejects $headers $body with $status", async ({ body, headers, status }) => {
    connect("idle", oneMinute);

    const answer = await post("time", body, headers);

    expect(answer).toEqual({ status, body: { message: expect.any(String) } });
    expect(clock.aheadMilliseconds).toBe(0);
    expect(open.size).toBe(1);
  });

  it("responds with 404 without a panel", async () => {
    await site.close();
    site = await serveLocally(
      createPageHandler({ hosts: new OwnHosts("127.0.0.1"), files: new Map(), setup }),
    );

    expect((await post("time", { minutes: 1 })).status).toBe(404);
  });
});

describe("POST /playground/sockets", () => {
  it("closes all sockets", async () => {
    connect("a", oneMinute);

    expect((await post("sockets", { how: "cut" })).status).toBe(200);

    expect(open.size).toBe(0);
    expect(clock.aheadMilliseconds).toBe(0);
  });

  it.each([
    { body: {}, status: 400 },
    { body: { how: "goingAway" }, status: 400 },
    { body: { how: "cut" }, headers: { origin: "https://evil.example" }, status: 403 },
  ])("rejects $headers $body with $status", async ({ body, headers, status }) => {
    connect("a", oneMinute);

    expect((await post("sockets", body, headers)).status).toBe(status);

    expect(open.size).toBe(1);
  });
});

describe("POST /playground/faults for reads", () => {
  const reads = ({ body }: Awaited<ReturnType<typeof post>>) =>
    (body as FaultsView).places.find(({ place }) => place === "reads");

  it.each([
    { kind: "none", minimumMilliseconds: 0, maximumMilliseconds: 0 },
    { kind: "long", minimumMilliseconds: 20, maximumMilliseconds: 500 },
    { kind: "longest", minimumMilliseconds: 2000, maximumMilliseconds: 5000 },
  ])(
    "sets the lag to $minimumMilliseconds–$maximumMilliseconds ms for $kind, and restores it for an empty kind",
    async ({ kind, ...range }) => {
      const chosen = reads(await post("faults", { place: "reads", kind }));
      const lag = readLag.range;
      const taken = reads(await post("faults", { place: "reads", kind: "" }));

      expect([chosen?.chosen, lag]).toEqual([kind, range]);
      expect([taken?.chosen, readLag.range]).toEqual(["", startLag]);
    },
  );

  it("restores the initial lag after several changes", async () => {
    await post("faults", { place: "reads", kind: "long" });
    await post("faults", { place: "reads", kind: "none" });
    await post("faults", { place: "reads", kind: "" });

    expect(readLag.range).toEqual(startLag);
  });

  it("rejects an unknown kind", async () => {
    expect((await post("faults", { place: "reads", kind: "lose" })).status).toBe(400);
    expect(readLag.range).toEqual(startLag);
  });

  it("is not offered in a run without a lag", () => {
    const { places } = new FaultPanel({
      faults: new Faults(clock),
      telegramFaults: undefined,
      clock,
      openConnections: () => [],
      cutConnections: () => undefined,
    }).view;

    expect(places.map(({ place }) => place)).not.toContain("reads");
    expect(places.map(({ place }) => place)).toContain("table");
  });
});
