import { aWhile, eventually } from "../../checks/harness/eventually";
import type { JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { FaultyRun, type ServiceCall } from "../support/faulty-run";
import { editUpdate, postUpdate } from "../support/post-update";
import { type HostFrame, hostHistory, nextFrame, readAll, talk } from "../support/talk";

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

/** Creates a visitor who has received a text of the host, and an edit of that text as Telegram posts it. */
async function edited(...features: readonly string[]) {
  const { host, visitor } = await talk(run, ...features);
  const { message_id } = host.say("One");
  const [, messageId] = await nextFrame(visitor);
  const edit = (text: string) => editUpdate(host, message_id, { text });
  return { host, visitor, messageId, edit, update: edit("Two") };
}

async function historyOf(visitor: JoinedVisitor): Promise<readonly string[]> {
  return (await hostHistory(visitor)).map(([, , text]) => text);
}

const isPush = ({ service }: ServiceCall) => service === "sockets";
const isMessageStored = ({ action, body }: ServiceCall) => action === "PutItem" && body.includes('"edited"');
const isDigestStored = ({ action, body }: ServiceCall) =>
  action === "UpdateItem" && body.includes("textDigest");

describe.each([
  ["a client that supports edits", ["EDT"], ["Two"]],
  ["another client", [], ["One", "✎ Two"]],
])(
  "an edit reaches %s under one messageId when Telegram sends the update again",
  (_client, features, expected) => {
    it.each<[string, (call: ServiceCall) => boolean, status: number]>([
      ["the push", isPush, 503],
      ["the edit is stored", isMessageStored, 503],
      ["the digest of its text is stored", isDigestStored, 200],
    ])("if the function was killed after %s", async (_step, step, status) => {
      const { host, visitor, update } = await edited(...features);
      faulty.killAfter(step);
      expect(await postUpdate(run, update)).toBe(status);
      faulty.heal();

      expect(await postUpdate(run, update)).toBe(200);
      host.say("Behind the edit");

      await eventually("the text behind it", () =>
        (visitor.unread as HostFrame[]).some((it) => it[2] === "Behind the edit"),
      );
      const frames = (await readAll(visitor)).slice(0, -1);
      expect(new Set(frames.map(([type, messageId, text]) => `${type} ${messageId} ${text}`)).size).toBe(1);
      expect(frames[0]?.[2]).toBe(expected.at(-1));
      expect(await historyOf(visitor)).toEqual([...expected, "Behind the edit"]);
    });
  },
);

it("an edit whose push has no answer is pushed again by the outbox, before the next message", async () => {
  const { host, visitor, update, messageId } = await edited("EDT");
  let pushes = 0;
  faulty.behave((call) => {
    if (!isPush(call)) {
      return "pass";
    }
    pushes += 1;
    return pushes <= 3 ? "lose" : "pass";
  });

  expect(await postUpdate(run, update)).toBe(200);
  host.say("Behind the edit");

  await eventually("the text behind it", async () => {
    await faulty.clock.advance(2_000);
    return (visitor.unread as HostFrame[]).some((it) => it[2] === "Behind the edit");
  });
  const frames = await readAll(visitor);
  const edits = frames.slice(
    0,
    frames.findIndex(([type]) => type === "TXT"),
  );
  expect(edits.length).toBeGreaterThan(0);
  expect(new Set(edits.map(([type, id, text]) => `${type} ${id} ${text}`))).toEqual(
    new Set([`EDT ${messageId} Two`]),
  );
});

it("two edits at the same moment end with the text of the later one", async () => {
  const { visitor, edit } = await edited("EDT");
  const updates = [edit("Two"), edit("Three")];

  const statuses = await Promise.all(updates.map((update) => postUpdate(run, update)));

  expect(statuses).toEqual([200, 200]);
  await eventually("both arrive", () => visitor.unread.length >= 2);
  await aWhile(300);
  // A client ignores an edit that is older than the edit that it has. The times of both may be the same.
  expect(new Set((await readAll(visitor)).map(([, , text]) => text))).toEqual(new Set(["Two", "Three"]));
  expect(await historyOf(visitor)).toEqual(["Three"]);
});

it("an edit gets 503 if the client's features cannot be read, and later reaches the client in the announced form", async () => {
  const { visitor, update, messageId } = await edited("EDT");
  faulty.behave(({ action, body }) =>
    action === "GetItem" && body.includes("Connections") ? "cut" : "pass",
  );
  expect(await postUpdate(run, update)).toBe(503);
  faulty.heal();

  expect(await postUpdate(run, update)).toBe(200);

  expect(await visitor.next()).toMatchObject({ 0: "EDT", 1: messageId, 2: "Two" });
});
