import { type Engine, startEngine } from "@kite-chat/stack-server";
import { StorageWorld } from "../../../support/storage/storage-world";
import { VisitorTabs } from "../../../support/storage/visitor-tabs";

let engine: Engine;
let world: StorageWorld;
beforeAll(async () => {
  engine = await startEngine();
  world = await StorageWorld.open(engine.endpoint);
});
afterAll(async () => {
  world?.close();
  await engine?.close();
});

/** A visitor whose page was heard, and does not show what is pushed from now on. */
async function frozenVisitor() {
  const visitor = new VisitorTabs(world);
  const frozen = await visitor.open();
  visitor.pass(3_000);
  await visitor.frame(frozen);
  frozen.state = "frozen";
  visitor.pass(3_000);
  return { visitor, frozen };
}

describe("what a frozen socket swallowed", () => {
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
});
