import { type Engine, startEngine } from "@kite-chat/stack-server";
import { socketsMax } from "../../../../lambda-src/chat/visitors/join";
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

describe("a socket too many", () => {
  it("is rejected from its next frame on, although API Gateway did not close it", async () => {
    const visitor = new VisitorTabs(world);
    const oldest = await visitor.open();
    for (let count = 0; count < socketsMax; count += 1) {
      visitor.pass(1_000);
      await visitor.open();
    }

    await expect(visitor.frame(oldest)).rejects.toMatchObject({ reason: "notJoined" });
    expect((await visitor.member()).sockets).toHaveLength(socketsMax);
  });
});
