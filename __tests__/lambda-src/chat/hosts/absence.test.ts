import { reportUndelivered } from "../../../../lambda-src/chat/delivery/notify-member";
import { newMessage } from "../../../support/storage/samples";
import { StorageContext } from "../../../support/storage/storage-context";
import { VisitorTabs } from "../../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

/** Stores notices for a visitor, as Kite does after it has given up a message to the host. */
async function giveNotice(visitor: VisitorTabs, count: number): Promise<void> {
  const { tag } = await visitor.member();
  const member = { channelName: visitor.channelName, memberId: visitor.memberId };
  const sentence = "Your message was not delivered.";
  for (let index = 0; index < count; index += 1) {
    await reportUndelivered(visitor.ports, newMessage(context, { member, tag }), sentence, 404);
  }
  visitor.pass(3_000);
}

/** Creates a visitor whose page received an answer and was closed. */
async function leftVisitor(): Promise<VisitorTabs> {
  const visitor = new VisitorTabs(context);
  const page = await visitor.open();
  visitor.pass(3_000);
  await visitor.say("Here is your answer");
  visitor.pass(3_000);
  await visitor.close(page);
  return visitor;
}

describe("a host's message to an offline visitor", () => {
  it("is stored with a notice to the host, and later messages are stored without one", async () => {
    const visitor = await leftVisitor();

    expect([await visitor.say("Anything else?"), await visitor.say("Bye then.")]).toEqual([
      "stored",
      "queued",
    ]);
  });

  it("is stored with a notice even if the visitor opened and closed a page meanwhile", async () => {
    const visitor = await leftVisitor();
    await visitor.close(await visitor.open());
    visitor.pass(1_000);
    await visitor.outbox();

    expect(await visitor.say("Anything else?")).toBe("stored");
  });

  it.each([1, 3])("is stored with a notice if %i notices of Kite are pending", async (count) => {
    const visitor = await leftVisitor();
    await giveNotice(visitor, count);

    expect([await visitor.say("Anything else?"), await visitor.say("Bye then.")]).toEqual([
      "stored",
      "queued",
    ]);
  });

  it("is reported if the outbox finds the socket closed while it sends an earlier notice", async () => {
    const visitor = await leftVisitor();
    await giveNotice(visitor, 1);
    const page = await visitor.open();
    page.state = "closed";

    const kind = await visitor.say("Anything else?");
    await visitor.outbox();

    expect(kind).toBe("queued");
    expect(visitor.notices).toEqual([expect.stringContaining(" is away")]);
  });
});
