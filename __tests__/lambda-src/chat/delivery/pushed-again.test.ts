import { reportUndelivered } from "../../../../lambda-src/chat/delivery/notify-member";
import { newMessage } from "../../../support/storage/samples";
import { StorageContext } from "../../../support/storage/storage-context";
import { VisitorTabs } from "../../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

/** Creates a visitor whose page has sent a frame, and then loses all pushes. */
async function frozenVisitor() {
  const visitor = new VisitorTabs(context);
  const frozen = await visitor.open();
  visitor.pass(3_000);
  await visitor.frame(frozen);
  frozen.state = "frozen";
  visitor.pass(3_000);
  return { visitor, frozen };
}

describe("the messages that a frozen socket lost", () => {
  it("are all pushed to the next socket, even if a repeated update requested only the later messages", async () => {
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

  it("stay pending until a working socket receives them, even if the next socket froze too", async () => {
    const { visitor } = await frozenVisitor();
    await visitor.say("swallowed");
    visitor.pass(1_000);
    const second = await visitor.open();
    second.state = "frozen";
    visitor.pass(1_000);
    // The mailbox is not emptied if a message is stored during a delivery, so the list of joined sockets remains.
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

describe("a socket that stops working during a long delivery", () => {
  it("leaves all messages to the next socket", async () => {
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

  it("leaves a failure notice that follows a long conversation to the next socket", async () => {
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
  it("does not confirm messages that were pushed to another page", async () => {
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
  it("does not confirm messages that were pushed after the gateway had received the JOIN", async () => {
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

describe("a page that is closed immediately, while another page has received everything", () => {
  it("causes no message to be pushed again once the other page has sent a frame", async () => {
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

    // A frame of the closed page does not confirm pushes to the other page.
    expect(before.resendFrom).toBeDefined();
    expect(await visitor.member()).toMatchObject({ mailbox: undefined, resendFrom: undefined });
    expect(page.shown).toEqual(["seen", "the next one"]);
  });
});

describe("a socket that joins while a message is pushed to an older one", () => {
  it.each([100, 600])(
    "receives the message even if an older notification is handled %i ms after its JOIN",
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

  it("receives the message from the same notification, which is retried within a second", async () => {
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
  /**
   * Creates a visitor whose second page joins but cannot receive pushes. The second page still needs the message that
   * the first page received.
   */
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

  it("does not delay another page, and receives all messages in order once it works", async () => {
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

  it("is left to the next notification after three attempts, so that other pages are not delayed", async () => {
    const { visitor } = await failingVisitor();

    const outcomes = [await visitor.outbox(1), await visitor.outbox(2), await visitor.outbox(3)];

    expect(outcomes.map(({ done }) => done)).toEqual([false, false, true]);
    expect((await visitor.member()).mailbox).toBeDefined();
  });

  it("is retried without a limit while it is the only socket", async () => {
    const { visitor, page } = await failingVisitor();
    await visitor.close(page);
    await visitor.say("pending");

    expect(await visitor.outbox(9)).toMatchObject({ done: false });
  });
});
