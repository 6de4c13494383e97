import { StorageContext } from "../../../support/storage/storage-context";
import { type Tab, VisitorTabs } from "../../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

/** Creates a visitor with one page who has written to the host. */
async function knownVisitor(): Promise<{ readonly visitor: VisitorTabs; readonly page: Tab }> {
  const visitor = new VisitorTabs(context);
  const page = await visitor.open();
  await visitor.frame(page, 1);
  visitor.pass(3_000);
  return { visitor, page };
}

describe("the departure of a visitor", () => {
  it("is stored by $disconnect", async () => {
    const { visitor, page } = await knownVisitor();

    await visitor.close(page);

    expect(await visitor.departure()).toBeDefined();
  });

  it("is stored by a push that finds the last socket closed", async () => {
    const { visitor, page } = await knownVisitor();
    page.state = "closed";

    await visitor.say("Are you there?");

    expect(await visitor.departure()).toBeDefined();
  });

  it("is stored by the outbox if it finds the last socket closed", async () => {
    const { visitor, page } = await knownVisitor();
    await visitor.say("Are you there?");
    await visitor.forget(page);
    (await visitor.open()).state = "closed";
    visitor.pass(1_000);

    await visitor.outbox();

    expect(await visitor.departure()).toBeDefined();
  });

  it("is stored by $disconnect, even if the response to the removal of the socket was lost", async () => {
    const { visitor, page } = await knownVisitor();
    await visitor.forget(page);

    await visitor.close(page);

    expect(await visitor.departure()).toBeDefined();
  });

  it("is not stored by a late $disconnect while another page is open", async () => {
    const { visitor, page } = await knownVisitor();
    await visitor.forget(page);
    await visitor.open();

    await visitor.close(page);

    expect(await visitor.departure()).toBeUndefined();
  });
});
