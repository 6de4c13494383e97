import type { Identity } from "../../../lambda-src/chat/model";
import { newChannelName, newConnectionId } from "./samples";
import type { StorageWorld } from "./storage-world";

/** What the connection store promises. */
export function connectionContract(opened: () => StorageWorld): void {
  const open = async () => {
    const [connectionId, channelName] = [newConnectionId(), newChannelName()];
    await opened().connections.open(connectionId, channelName);
    return { connectionId, channelName };
  };
  const identityIn = (channelName: string, memberId = "ada"): Identity => ({
    channelName,
    memberId,
    memberName: "Ada #1 \u{1F44B} \u202E",
    tag: "bcdf23456",
    hostChatId: "-1001234567890",
  });

  it("knows a connection's channel before JOIN, and the member after it", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const identity = identityIn(channelName);

    const before = await connections.find(connectionId);
    const identified = await connections.identify(connectionId, identity);

    expect(before).toEqual({ connectionId, channelName, identity: undefined });
    expect(identified).toBe(true);
    expect(await connections.find(connectionId)).toEqual({ connectionId, channelName, identity });
    expect(await connections.find(newConnectionId())).toBeUndefined();
  });

  it("takes another name of the same member", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    await connections.identify(connectionId, identityIn(channelName));

    const again = await connections.identify(connectionId, {
      ...identityIn(channelName),
      memberName: "Countess",
    });

    expect(again).toBe(true);
    expect((await connections.find(connectionId))?.identity?.memberName).toBe("Countess");
  });

  it("refuses another member on the same connection", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    await connections.identify(connectionId, identityIn(channelName, "ada"));

    const other = await connections.identify(connectionId, identityIn(channelName, "eve"));

    expect(other).toBe(false);
    expect((await connections.find(connectionId))?.identity?.memberId).toBe("ada");
  });

  it("lets one of two members in who join on one connection at the same moment", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const members = ["ada", "eve"];

    const results = await Promise.all(
      members.map((it) => connections.identify(connectionId, identityIn(channelName, it))),
    );

    expect([...results].sort()).toEqual([false, true]);
    const winner = members[results.indexOf(true)];
    expect((await connections.find(connectionId))?.identity?.memberId).toBe(winner);
  });

  it("makes no row for a connection that is gone", async () => {
    const { connections } = opened();
    const connectionId = newConnectionId();

    const identified = await connections.identify(connectionId, identityIn("kite-demo"));

    expect(identified).toBe(false);
    expect(await connections.find(connectionId)).toBeUndefined();
  });

  it("forgets a connection once, and says what it was", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const identity = identityIn(channelName);
    await connections.identify(connectionId, identity);

    // One after the other: at the same moment DynamoDB Local may give the old row to both.
    const closed = await connections.close(connectionId);
    const again = await connections.close(connectionId);

    expect(closed).toEqual({ connectionId, channelName, identity });
    expect(again).toBeUndefined();
    expect(await connections.find(connectionId)).toBeUndefined();
  });

  it("knows a connection no more when its time is over, though its row is there", async () => {
    const world = opened();
    const { connectionId } = await open();

    world.pass({ hours: 2.9 });
    const late = await world.connections.find(connectionId);
    world.pass({ hours: 0.2 });

    expect(late).toBeDefined();
    expect(await world.connections.find(connectionId)).toBeUndefined();
  });
}
