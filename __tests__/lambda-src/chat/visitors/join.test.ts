import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import { join, socketsMax } from "../../../../lambda-src/chat/visitors/join";
import { newChannelName, newConnectionId } from "../../../support/storage/samples";
import { StorageContext } from "../../../support/storage/storage-context";
import { VisitorTabs } from "../../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

describe("the oldest socket of a visitor with too many sockets", () => {
  it("is rejected from its next frame on, even if API Gateway did not close it", async () => {
    const visitor = new VisitorTabs(context);
    const oldest = await visitor.open();
    for (let count = 0; count < socketsMax; count += 1) {
      visitor.pass(1_000);
      await visitor.open();
    }

    await expect(visitor.frame(oldest)).rejects.toMatchObject({ reason: "notJoined" });
    expect((await visitor.member()).sockets).toHaveLength(socketsMax);
  });

  it("is closed by a repeated JOIN if the function of the first JOIN was killed before it closed the socket", async () => {
    const visitor = new VisitorTabs(context);
    const oldest = await visitor.open();
    for (let count = 1; count < socketsMax; count += 1) {
      visitor.pass(1_000);
      await visitor.open();
    }
    visitor.pass(1_000);
    const { connections } = visitor.ports;
    const close = async () => {
      throw new Error("killed");
    };
    const connectionId = newConnectionId();
    const { channelName, memberId } = visitor;
    await connections.open(connectionId, channelName);
    const joinWith = (ports: ChatPorts) =>
      join(ports, context.arrival(connectionId), { channelName, memberId }, "Ada");
    await expect(joinWith({ ...visitor.ports, connections: { ...connections, close } })).rejects.toThrow();

    await joinWith(visitor.ports);

    await expect(visitor.frame(oldest)).rejects.toMatchObject({ reason: "notJoined" });
    expect((await visitor.member()).sockets).toHaveLength(socketsMax);
  });
});

describe("two JOINs of one memberId to different channels, on one socket without a channel in its URL", () => {
  it("succeed for one channel and get a conflict for the other", async () => {
    const { ports } = new VisitorTabs(context);
    const connectionId = newConnectionId();
    const channels = [newChannelName(), newChannelName()];
    await context.connections.open(connectionId, undefined);

    const results = await Promise.allSettled(
      channels.map((channelName) =>
        join(ports, context.arrival(connectionId), { channelName, memberId: "ada" }, "Ada"),
      ),
    );

    const won = results.findIndex(({ status }) => status === "fulfilled");
    expect(results[1 - won]).toMatchObject({ status: "rejected", reason: { reason: "conflict" } });
    expect((await context.connections.find(connectionId))?.identity?.channelName).toBe(channels[won]);
    await context.caughtUp();
    const members = await Promise.all(
      channels.map((channelName) => context.members.inChannel(channelName, 5)),
    );
    expect(members.map((found) => found.flatMap(({ sockets }) => sockets))[1 - won]).toEqual([]);
  });
});
