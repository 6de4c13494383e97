import { Visitor } from "../../checks/harness/client/visitor";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

function textFrame(id: string | number): readonly unknown[] {
  return ["TXT", `${id}`, `text ${id}`, nextTimestamp()];
}

const tooMany = [
  "ERR",
  expect.stringMatching(/^You are sending too fast\. Please try again in \d+ seconds?\.$/),
  429,
];

/** Sends frames without waiting, and returns the answers. */
async function burst(visitor: Visitor, frames: readonly (readonly unknown[])[]): Promise<readonly unknown[]> {
  for (const frame of frames) {
    visitor.send(frame);
  }
  return Promise.all(frames.map(() => visitor.next()));
}

function refusals(answers: readonly unknown[]): readonly unknown[] {
  return answers.filter((it) => Array.isArray(it) && it[0] === "ERR");
}

describe("the rate limit of a member", () => {
  let slow: KiteRun;
  let host: Host;
  // After the burst, only one frame in ten seconds is accepted, so that the results do not depend on the machine's
  // speed.
  beforeAll(async () => {
    slow = await KiteRun.start({ environment: { FRAMES_PER_SECOND: "0.1" } });
    host = await slow.host();
  });
  afterAll(() => slow.close());

  it("accepts a burst of 20 frames, and rejects the next frame with the time until a retry", async () => {
    const visitor = await slow.visitor(host, "Ada");
    const frames = Array.from({ length: 22 }, (_, index) => textFrame(`burst-${index}`));

    const answers = await burst(visitor, frames);

    expect(refusals(answers)).toEqual([tooMany, tooMany]);
    const seconds = Number(/in (\d+) s/.exec(String(refusals(answers)))?.[1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(10);
    await eventually("all that were accepted arrive", () => host.told.length >= 20);
    await aWhile(300);
    expect(host.told).toHaveLength(20);
  });

  it("is shared by all sockets of the member, and counts every type of frame", async () => {
    const one = await slow.visitor(host, "Eve");
    const other = await slow.visitor(host, "Eve", one.memberId); // 1
    const history = ["HIS", 1, null];
    const upload = ["UPL", "1", "a.pdf", "application/pdf", 9, nextTimestamp()];
    const join = ["JOIN", one.memberId, "Eve", host.channelName];

    const mixed = await burst(one, [history, upload, join, ...Array.from({ length: 7 }, () => history)]); // 11
    const rest = await burst(
      other,
      Array.from({ length: 9 }, () => history),
    ); // 20

    expect([...refusals(mixed), ...refusals(rest)]).toEqual([]);
    const refused = [await one.ask(history), await other.ask(upload), await one.ask(textFrame(1))];
    expect(refused).toEqual([tooMany, tooMany, tooMany]);
    expect(await other.ask(join)).toEqual(tooMany);
  });

  it("does not affect other members, and does not apply to PING", async () => {
    const [noisy, quiet] = [await slow.visitor(host, "Noisy"), await slow.visitor(host, "Quiet")];

    const answers = await burst(
      noisy,
      Array.from({ length: 40 }, () => ["HIS", 1, null]),
    );

    expect(refusals(answers)).toHaveLength(20);
    expect(await quiet.ask(textFrame("quiet"))).toMatchObject({ 0: "ACK" });
    expect([await noisy.ask("Hi"), await noisy.ask(["PING"])]).toEqual([tooMany, ["PONG"]]);
  });

  it.each<[string, string | readonly unknown[]]>([
    ["probes", "Hi"],
    ["frames of an unknown type", ["NOPE"]],
    ["frames with an invalid field", ["TXT", "!", "x", "y"]],
    ["frames that are not an array", "{}"],
  ])("counts %s", async (_case, frame) => {
    const visitor = await slow.visitor(host, "Odd");
    for (let count = 0; count < 20; count += 1) {
      await visitor.ask(frame);
    }

    expect(await visitor.ask(textFrame("late"))).toEqual(tooMany);
  });

  it("closes a connection after many rejected frames", async () => {
    const visitor = await slow.visitor(host, "Stubborn");

    for (let count = 0; count < 60; count += 1) {
      visitor.send(["HIS", 1, null]);
    }

    await visitor.closed;
    expect(refusals(visitor.unread).length).toBeGreaterThan(20);
  });

  it("does not count PING", async () => {
    const visitor = await slow.visitor(host, "Polite");
    for (let count = 0; count < 15; count += 1) {
      await visitor.ask(["PING"]);
    }

    const answers = await burst(
      visitor,
      Array.from({ length: 20 }, () => ["HIS", 1, null]),
    );

    expect(refusals(answers)).toEqual([]);
  });
});

it("two frames a second are accepted after the burst, and rejected frames do not count", async () => {
  const host = await run.host();
  const visitor = await run.visitor(host);
  const history = ["HIS", 1, null];
  await burst(
    visitor,
    Array.from({ length: 40 }, () => history),
  );

  await aWhile(1_100);
  const answers = await burst(
    visitor,
    Array.from({ length: 8 }, () => history),
  );

  expect(answers.length - refusals(answers).length).toBeGreaterThanOrEqual(2);
  expect(refusals(answers).length).toBeGreaterThanOrEqual(1);
});

describe("the daily limit of a member", () => {
  let small: KiteRun;
  beforeAll(async () => {
    small = await KiteRun.start({ environment: { MESSAGES_PER_DAY: "20" } });
  });
  afterAll(() => small.close());

  it("counts uploads by their size, and applies to uploads and messages", async () => {
    const host = await small.host();
    const [visitor, other] = [await small.visitor(host, "Ada"), await small.visitor(host, "Eve")];
    const upload = (mebibytes: number) => [
      ...["UPL", "1", "a.pdf", "application/pdf", mebibytes * 2 ** 20],
      nextTimestamp(),
    ];
    const dayIsFull = [
      "ERR",
      expect.stringMatching(
        /^You have reached the limit for one day\. Please try again in \d+ (second|minute|hour)s?\.$/,
      ),
      429,
    ];

    expect(await visitor.ask(upload(12))).toMatchObject({ 0: "UPL" });
    expect(await visitor.ask(upload(12))).toEqual(dayIsFull);
    expect(await visitor.ask(upload(8))).toMatchObject({ 0: "UPL" });
    expect(await visitor.ask(textFrame(1))).toEqual(dayIsFull);
    expect(await other.ask(textFrame(1))).toMatchObject({ 0: "ACK" });
  });
});

describe("an origin", () => {
  let strict: KiteRun;
  beforeAll(async () => {
    strict = await KiteRun.start({ environment: { ALLOWED_ORIGINS: '["https://shop.example"]' } });
  });
  afterAll(() => strict.close());

  it.each([
    ["that is allowed", "https://shop.example"],
    ["that is missing, as in programs other than browsers", undefined],
  ])("%s is accepted", async (_case, origin) => {
    const visitor = await Visitor.connect(strict.webSocketUrl("kite-demo"), { origin });

    expect(await visitor.ask("Hi")).toBe("OK");
  });

  it.each([
    ["of another page", "https://evil.example"],
    ["of another scheme", "http://shop.example"],
    ["of another port", "https://shop.example:8443"],
    ["that has an allowed origin as its prefix", "https://shop.example.evil.example"],
    ["of a sandboxed page", "null"],
  ])("%s is rejected with 403", async (_case, origin) => {
    const connecting = Visitor.connect(strict.webSocketUrl("kite-refused"), { origin });

    await expect(connecting).rejects.toThrow("403");
    const cloud = new Cloud(strict.server);
    expect(await cloud.rows("Connections", "channelName", "kite-refused")).toEqual([]);
    cloud.close();
  });
});

describe("the maximum size", () => {
  it.each([
    ["a text of 4096 bytes", ["TXT", "1", "x".repeat(4096)], undefined],
    ["a text of 4097 bytes", ["TXT", "1", "x".repeat(4097)], "message"],
    ["a text of 1366 characters with three bytes each", ["TXT", "1", "€".repeat(1366)], "message"],
    ["a PDF of 20 MiB", ["UPL", "1", "a.pdf", "application/pdf", 20 * 2 ** 20], undefined],
    ["a PDF of one byte more", ["UPL", "1", "a.pdf", "application/pdf", 20 * 2 ** 20 + 1], "file"],
    ["a JPEG of 5 MiB", ["UPL", "1", "a.jpg", "image/jpeg", 5 * 2 ** 20], undefined],
    ["a JPEG of one byte more", ["UPL", "1", "a.jpg", "image/jpeg", 5 * 2 ** 20 + 1], "file"],
  ])("applies to %s", async (_case, frame, tooLarge) => {
    const host = await run.host();
    const visitor = await run.visitor(host);

    const answer = await visitor.ask([...frame, nextTimestamp()]);

    if (tooLarge === undefined) {
      expect(answer).toMatchObject({ 1: "1" });
    } else {
      expect(answer).toEqual([
        "ERR",
        expect.stringMatching(new RegExp(`^Your ${tooLarge} is too (long|large)`)),
        413,
      ]);
    }
  });

  it("of a frame is 32 KB: a longer frame closes its own connection with 1009, but no other", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.visitor(host, "Ada"), await run.visitor(host, "Eve")];

    ada.send(["TXT", "1", "x".repeat(33 * 1024), nextTimestamp()]);

    expect(await ada.closed).toBe(1009);
    expect(await eve.ask(["TXT", "1", "unharmed", nextTimestamp()])).toMatchObject({ 0: "ACK" });
  });
});
