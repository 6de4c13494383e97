import { ReadLag } from "@kite-chat/stack-server";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";

const settledMilliseconds = 3_000;

const readLag = new ReadLag({ minimumMilliseconds: 20, maximumMilliseconds: 500, seed: 12 });

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start({ readLag });
}, 60_000);
afterAll(() => run?.close());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Sends texts one after another, each after the ACK of the previous one. */
async function write(visitor: JoinedVisitor, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const messageId = text.replaceAll(" ", "-");
    expect(await visitor.ask(["TXT", messageId, text, nextTimestamp()])).toMatchObject({
      0: "ACK",
      1: messageId,
    });
  }
}

/** Returns the texts that the host received, after all have arrived and no more arrive. */
async function toldTo(host: Host, texts: readonly string[]): Promise<readonly string[]> {
  await eventually("all texts arrive", () => texts.every((text) => host.told.includes(text)));
  await aWhile(settledMilliseconds);
  return host.told;
}

/** Returns the texts of one visitor among those that the host received. */
const of = (told: readonly string[], texts: readonly string[]) => told.filter((text) => texts.includes(text));

describe("the chat with reads that are 20 to 500 ms old", () => {
  it("posts all texts of one visitor once and in order", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const texts = numbers(18).map((index) => `text ${index}`);

    await write(visitor, texts);

    expect(await toldTo(host, texts)).toEqual(texts);
  }, 60_000);

  it("posts all texts of simultaneous visitors once, in order for each visitor", async () => {
    const host = await run.host();
    const visitors = await Promise.all(numbers(5).map((index) => run.visitor(host, `Visitor ${index}`)));
    const texts = visitors.map((_, visitor) => numbers(18).map((index) => `text ${index} of ${visitor}`));

    await Promise.all(visitors.map((visitor, index) => write(visitor, texts[index] ?? [])));

    const told = await toldTo(host, texts.flat());
    expect(texts.map((own) => of(told, own))).toEqual(texts);
  }, 60_000);

  it("delivers a host's immediate reply to the first message of a new visitor", async () => {
    // The lag is longer than a round trip to the host on a busy machine.
    readLag.set({ minimumMilliseconds: 4_000, maximumMilliseconds: 4_000 });
    const host = await run.host();
    const answers: unknown[] = [];
    for (const index of numbers(3)) {
      const visitor = await run.visitor(host, `Newcomer ${index}`);
      await write(visitor, [`question ${index}`]);
      host.say(`answer ${index}`, await host.hears(`question ${index}`));
      answers.push(await eventually("the answer arrives", () => visitor.unread[0]));
    }

    expect(answers).toEqual(
      numbers(3).map((index) => ["TXT", expect.any(String), `answer ${index}`, expect.any(String)]),
    );
  }, 90_000);
});
