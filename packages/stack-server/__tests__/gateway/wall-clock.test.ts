import { ManualClock } from "../../src/clock";
import {
  connect,
  eventually,
  httpApi,
  lambda,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const oneMinute = 60_000;

let sample: SampleGateway;
let wallClock: ManualClock;
let finish: () => void;

afterEach(() => sample.stop());

/** A gateway with a function that responds at a time that the test controls. */
async function start() {
  wallClock = new ManualClock();
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const integration = lambda("slow", { timeoutMilliseconds: 29_000 });
  sample = await startGateway(
    {
      webSocketApis: [webSocketApi({ $default: integration })],
      httpApis: [httpApi({ "GET /tg": integration })],
    },
    { slow: () => finished.then(() => ({ statusCode: 200, body: "at last" })) },
    { wallClock },
  );
}

/** Sends a request, and waits until the function runs. */
async function ask(kind: "frame" | "request"): Promise<() => Promise<string>> {
  if (kind === "frame") {
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    client.socket.send("{}");
    await eventually(() => sample.seen.length === 1);
    return () => client.next();
  }
  const answer = fetch(`http://127.0.0.1:${sample.port}/beta/tg`).then((response) => response.text());
  await eventually(() => sample.seen.length === 1);
  return () => answer;
}

describe("the `wallClock` option", () => {
  it.each(["frame", "request"] as const)(
    "allows a %s to finish even if the clock is advanced",
    async (kind) => {
      await start();
      const answer = await ask(kind);

      await sample.clock.advance(9 * oneMinute);
      finish();

      expect(await answer()).toBe("at last");
      expect(sample.entries).toEqual([]);
    },
  );

  it.each([
    ["frame", "requestTimeEpoch"],
    ["request", "timeEpoch"],
  ] as const)("puts the time of the wall clock into the event of a %s", async (kind, name) => {
    await start();
    await sample.clock.advance(9 * oneMinute);
    const answer = await ask(kind);
    finish();
    await answer();

    expect(sample.seen[0]?.event).toMatchObject({ requestContext: { [name]: wallClock.now() } });
  });

  it.each([
    { kind: "frame", answered: "Endpoint request timed out" },
    { kind: "request", answered: "Service Unavailable" },
  ] as const)("ends a $kind after its timeout", async ({ kind, answered }) => {
    await start();
    const answer = await ask(kind);

    await wallClock.advance(29_000);

    expect(await answer()).toContain(answered);
    finish();
  });
});
