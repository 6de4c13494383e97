import { ManualClock } from "@kite-chat/stack-server";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { FaultyRun } from "../support/faulty-run";

jest.setTimeout(120_000);

// Queues and schedules use this clock, so that the load of the machine does not affect the times.
let clock: ManualClock;
let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  clock = new ManualClock(Date.now());
  faulty = await FaultyRun.start(clock);
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

/** Waits until a message is older than the order window of one second, and old enough for a sweep. */
const ages = () => aWhile(2_100);

/** Time between two sweeps, as the stack declares it. */
function sweepMilliseconds(): number {
  const schedule = run.server.stack.schedules.find(({ targets }) =>
    JSON.stringify(targets).includes("sweep"),
  );
  return schedule?.expression.kind === "rate" ? schedule.expression.periodSeconds * 1000 : Number.NaN;
}

it("a text is posted within 3 s of its ACK if nothing fails", async () => {
  const host = await run.host();
  const visitor = await run.visitor(host);

  const ack = await visitor.ask(["TXT", "1", "nothing fails", nextTimestamp()]);
  await ages();
  await clock.advance(3_000);

  expect(ack).toMatchObject({ 0: "ACK" });
  await host.hears("nothing fails");
});

it("a text is posted within one sweep interval and 5 s of its ACK if its notification is lost", async () => {
  const host = await run.host();
  const visitor = await run.visitor(host);
  faulty.behave(({ service }) => (service === "queue" ? "cut" : "pass"));

  const ack = await visitor.ask(["TXT", "1", "the notification is lost", nextTimestamp()]);
  const notified: string[] = [];
  faulty.behave(({ action, body }) => {
    notified.push(...(action === "SendMessage" ? [body] : []));
    return "pass";
  });
  await ages();
  await clock.advance(sweepMilliseconds());
  await eventually("the sweep notifies", () => notified.some((body) => body.includes(host.channelName)));
  // The notification is in the queue only after the request. Its delay must begin before the clock is advanced.
  await ages();
  const before = host.told;
  await clock.advance(5_000);

  expect(ack).toMatchObject({ 0: "ACK" });
  expect(before).toEqual([]);
  await host.hears("the notification is lost");
});

it("after a function is killed, its conversation resumes within 75 s, and all others resume immediately", async () => {
  const host = await run.host();
  const [killed, other] = [await run.visitor(host, "Ada"), await run.visitor(host, "Eve")];
  await killed.ask(["TXT", "1", "the function is killed", nextTimestamp()]);
  await ages();
  const isKilled = faulty.killAfter(({ action, body }) => action === "Query" && body.includes('"pending"'));
  await clock.advance(1_000);
  await faulty.outboxEnds(isKilled);
  faulty.heal();

  await other.ask(["TXT", "1", "another conversation", nextTimestamp()]);
  await ages();
  await clock.advance(3_000);
  await host.hears("another conversation");
  const before = host.told;
  await clock.advance(75_000 - 3_000);

  expect(before).toEqual(["another conversation"]);
  await host.hears("the function is killed");
});
