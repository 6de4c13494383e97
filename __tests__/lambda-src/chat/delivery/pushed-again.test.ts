import { reportUndelivered } from "../../../../lambda-src/chat/delivery/notify-member";
import { newMessage } from "../../../support/storage/samples";
import { StorageContext } from "../../../support/storage/storage-context";
import { VisitorTabs } from "../../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

/** A visitor whose page was heard, and does not show what is pushed from now on. */
async function frozenVisitor() {
  const visitor = new VisitorTabs(context);
  const frozen = await visitor.open();
  visitor.pass(3_000);
  await visitor.frame(frozen);
  frozen.state = "frozen";
  visitor.pass(3_000);
  return { visitor, frozen };
}

describe("messages that a frozen socket swallowed", () => {
  it("is pushed to the next socket, though an update that came twice asked for less", async () => {
    const { visitor } = await frozenVisitor();
    await visitor.say("first");
    visitor.pass(3_000);
    const updateId = visitor.nextUpdateId();
    await visitor.say("second", updateId);
    await visitor.say("second", updateId);

    const next = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(next.shown).toEqual(["first", "second"]);
  });

  it("is owed until a newer socket has it, though an older frozen one took it again", async () => {
    const { visitor } = await frozenVisitor();
    await visitor.say("swallowed");
    visitor.pass(1_000);
    const second = await visitor.open();
    second.state = "frozen";
    visitor.pass(1_000);
    // A message that is stored during a delivery keeps the mailbox, and with it the note that the second socket has joined.
    visitor.duringNextPush(() => visitor.say("later"));
    await visitor.outbox();
    visitor.pass(2_000);
    const third = await visitor.open();
    visitor.pass(500);
    await visitor.frame(third);
    third.state = "closed";
    await visitor.outbox();
    await visitor.outbox();
    visitor.pass(2_000);

    const fourth = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(fourth.shown).toEqual(["swallowed", "later"]);
    expect(await visitor.member()).toMatchObject({ mailbox: undefined, resendTo: [] });
  });
});

describe("a socket that dies while it gets a long mailbox", () => {
  it("leaves all of it to the next socket", async () => {
    const visitor = new VisitorTabs(context);
    await visitor.close(await visitor.open());
    const texts = Array.from({ length: 130 }, (_, index) => `text ${index}`);
    for (const text of texts) {
      await visitor.say(text);
    }
    visitor.pass(3_000);
    const frozen = await visitor.open();
    frozen.state = "frozen";
    visitor.pass(1_000);
    await visitor.outbox();
    visitor.pass(3_000);

    const next = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(next.shown).toEqual(texts);
  });

  it("leaves a notice of ours behind a long conversation to the next socket", async () => {
    const visitor = new VisitorTabs(context);
    const page = await visitor.open();
    for (let count = 0; count < 110; count += 1) {
      await visitor.say("long ago");
    }
    visitor.pass(3_000);
    await visitor.frame(page);
    page.state = "frozen";
    visitor.pass(3_000);
    const { tag } = await visitor.member();
    const member = { channelName: visitor.channelName, memberId: visitor.memberId };
    await reportUndelivered(visitor.ports, newMessage(context, { member, tag }), "Not delivered.", 404);
    visitor.pass(1_000);

    const next = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(next.shown).toEqual(["Not delivered."]);
  });
});

describe("a frame of one page", () => {
  it("proves nothing about another page, which has died", async () => {
    const { visitor, frozen } = await frozenVisitor();
    const other = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();
    other.state = "failing";
    await visitor.say("swallowed here, failed there");
    other.state = "live";
    visitor.pass(3_000);
    await visitor.frame(other);
    await visitor.close(frozen);
    visitor.pass(3_000);

    const next = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(next.shown).toEqual(["swallowed here, failed there"]);
    expect(await visitor.member()).toMatchObject({ mailbox: undefined, resendFrom: undefined });
  });
});

describe("a repeated JOIN that a function handles late", () => {
  it("proves nothing about what was pushed after the gateway had received it", async () => {
    const visitor = new VisitorTabs(context);
    const page = await visitor.open();
    visitor.pass(3_000);
    const receivedAt = context.time;
    page.state = "frozen";
    visitor.pass(1_000);
    await visitor.say("swallowed");
    visitor.pass(3_000);
    await visitor.join(page, receivedAt);
    visitor.pass(1_000);
    await visitor.outbox();
    visitor.pass(3_000);

    const next = await visitor.open();
    visitor.pass(1_000);
    await visitor.outbox();

    expect(next.shown).toEqual(["swallowed"]);
  });
});

describe("a page that is opened and closed at once beside another, which has everything,", () => {
  it("leaves nothing that is owed once the other page has sent a frame", async () => {
    const visitor = new VisitorTabs(context);
    const page = await visitor.open();
    visitor.pass(3_000);
    await visitor.say("seen");
    visitor.pass(3_000);
    const hasty = await visitor.open();
    await visitor.frame(hasty);
    await visitor.close(hasty);
    visitor.pass(1_000);
    await visitor.outbox();
    const before = await visitor.member();

    await visitor.frame(page);
    await visitor.say("the next one");
    await visitor.outbox();

    // A frame of the page that has gone proves nothing about the other one.
    expect(before.resendFrom).toBeDefined();
    expect(await visitor.member()).toMatchObject({ mailbox: undefined, resendFrom: undefined });
    expect(page.shown).toEqual(["seen", "the next one"]);
  });
});

describe("a socket that joins while a message is pushed to an older one", () => {
  it.each([100, 600])(
    "gets the message, though an older notification is handled %i ms after its JOIN",
    async (milliseconds) => {
      const visitor = new VisitorTabs(context);
      const older = await visitor.open();
      visitor.pass(3_000);
      const tabs = [older];
      visitor.duringNextPush(async () => {
        tabs.push(await visitor.open());
        visitor.pass(milliseconds);
        await visitor.outbox();
      });

      await visitor.say("under way");
      visitor.pass(1_000);
      await visitor.outbox();

      expect(tabs.map(({ shown }) => shown)).toEqual([["under way"], ["under way"]]);
      expect((await visitor.member()).mailbox).toBeUndefined();
    },
  );

  it("gets it by the same notification, where that is not delayed", async () => {
    const visitor = new VisitorTabs(context);
    await visitor.open();
    visitor.pass(3_000);
    await visitor.open();

    const early = await visitor.outbox();
    visitor.pass(early.done ? 0 : early.retryAfterMilliseconds);
    const late = await visitor.outbox();

    expect(early).toEqual({ done: false, retryAfterMilliseconds: expect.any(Number) });
    expect(early.done ? 0 : early.retryAfterMilliseconds).toBeLessThanOrEqual(1_000);
    expect(late).toEqual({ done: true });
  });
});

describe("a socket whose pushes fail", () => {
  /** A visitor whose second page joins, and whose pushes fail. A message to the first one is owed to it. */
  async function failingVisitor() {
    const visitor = new VisitorTabs(context);
    const page = await visitor.open();
    visitor.pass(3_000);
    await visitor.say("seen");
    visitor.pass(3_000);
    const failing = await visitor.open();
    failing.state = "failing";
    visitor.pass(1_000);
    return { visitor, page, failing };
  }

  it("holds back nothing from another page, and gets everything in order once it works", async () => {
    const { visitor, page, failing } = await failingVisitor();
    await visitor.say("pending");

    const outcome = await visitor.outbox();
    const shown = [...page.shown];
    failing.state = "live";
    await visitor.outbox(2);

    expect(shown).toEqual(["seen", "pending"]);
    expect(outcome.done).toBe(false);
    expect(failing.shown).toEqual(["seen", "pending"]);
    expect((await visitor.member()).mailbox).toBeUndefined();
  });

  it("is left to the next notification after three attempts, so that it does not hold back other pages", async () => {
    const { visitor } = await failingVisitor();

    const outcomes = [await visitor.outbox(1), await visitor.outbox(2), await visitor.outbox(3)];

    expect(outcomes.map(({ done }) => done)).toEqual([false, false, true]);
    expect((await visitor.member()).mailbox).toBeDefined();
  });

  it("is tried again for as long as it is the only one", async () => {
    const { visitor, page } = await failingVisitor();
    await visitor.close(page);
    await visitor.say("pending");

    expect(await visitor.outbox(9)).toMatchObject({ done: false });
  });
});
