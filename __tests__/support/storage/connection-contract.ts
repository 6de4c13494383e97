import type { Identity, MemberRef } from "../../../lambda-src/chat/model";
import { newChannelName, newConnectionId } from "./samples";
import type { StorageContext } from "./storage-context";

/** Contract of the connection store. */
export function connectionContract(opened: () => StorageContext): void {
  const [ada, eve] = ["ada", "eve"].map((memberId) => ({ channelName: "kite-demo", memberId })) as [
    MemberRef,
    MemberRef,
  ];
  const open = async () => {
    const [connectionId, channelName] = [newConnectionId(), newChannelName()];
    await opened().connections.open(connectionId, channelName);
    return { connectionId, channelName };
  };
  const joined = async (connectionId: string, identity: Identity) => {
    const { connections } = opened();
    return (
      (await connections.claim(connectionId, identity)).claimed &&
      (await connections.identify(connectionId, identity))
    );
  };
  const identityIn = (channelName: string, memberId = "ada"): Identity => ({
    channelName,
    memberId,
    memberName: "Ada #1 \u{1F44B} \u202E",
    tag: "bcdf23456",
    hostChatId: "-1001234567890",
  });

  it("returns the channel of a connection before JOIN, and also the member after JOIN", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const identity = identityIn(channelName);

    const before = await connections.find(connectionId);
    const claim = await connections.claim(connectionId, identity);
    const meanwhile = await connections.find(connectionId);
    const identified = await connections.identify(connectionId, identity);

    expect(before).toEqual({ connectionId, channelName, joining: false, identity: undefined });
    expect(claim).toEqual({ claimed: true, connection: meanwhile });
    expect(meanwhile).toEqual({ connectionId, channelName, joining: true, identity: undefined });
    expect(identified).toBe(true);
    expect(await connections.find(connectionId)).toEqual({
      connectionId,
      channelName,
      joining: true,
      identity,
    });
    expect(await connections.find(newConnectionId())).toBeUndefined();
  });

  it("stores a new name of the same member", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    await joined(connectionId, identityIn(channelName));

    const again = await joined(connectionId, {
      ...identityIn(channelName),
      memberName: "Countess",
    });

    expect(again).toBe(true);
    expect((await connections.find(connectionId))?.identity?.memberName).toBe("Countess");
  });

  it("rejects a JOIN of another member on the same connection", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    await joined(connectionId, identityIn(channelName, "ada"));

    const other = await connections.claim(connectionId, eve);

    expect(other).toEqual({ claimed: false, reason: "other member" });
    expect((await connections.find(connectionId))?.identity?.memberId).toBe("ada");
  });

  it("accepts one of two members who join on one connection at the same moment", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const members = ["ada", "eve"];

    const results = await Promise.all(members.map((it) => joined(connectionId, identityIn(channelName, it))));

    expect([...results].sort()).toEqual([false, true]);
    const winner = members[results.indexOf(true)];
    expect((await connections.find(connectionId))?.identity?.memberId).toBe(winner);
  });

  it("does not create a row for a connection that does not exist", async () => {
    const { connections } = opened();
    const connectionId = newConnectionId();

    const claim = await connections.claim(connectionId, ada);
    const identified = await connections.identify(connectionId, identityIn("kite-demo"));

    expect(claim).toEqual({ claimed: false, reason: "unknown" });
    expect(identified).toBe(false);
    expect(await connections.find(connectionId)).toBeUndefined();
  });

  it("returns a closed connection once, and no longer finds it after that", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    const identity = identityIn(channelName);
    await joined(connectionId, identity);

    // The calls are sequential, because DynamoDB Local may return the old row to both of two simultaneous calls.
    const closed = await connections.close(connectionId);
    const again = await connections.close(connectionId);

    expect(closed).toEqual({ connectionId, channelName, joining: true, identity });
    expect(again).toBeUndefined();
    expect(await connections.find(connectionId)).toBeUndefined();
  });

  it("does not find an expired connection whose row is still stored", async () => {
    const context = opened();
    const { connectionId } = await open();

    context.pass({ hours: 2.9 });
    const late = await context.connections.find(connectionId);
    context.pass({ hours: 0.2 });

    expect(late).toBeDefined();
    expect(await context.connections.find(connectionId)).toBeUndefined();
  });

  it("can be opened without a channel, which JOIN sets later", async () => {
    const { connections } = opened();
    const connectionId = newConnectionId();
    await connections.open(connectionId, undefined);
    const identity = identityIn(newChannelName());

    const before = await connections.find(connectionId);
    await joined(connectionId, identity);

    expect(before?.channelName).toBeUndefined();
    expect(await connections.find(connectionId)).toMatchObject({
      channelName: identity.channelName,
      identity,
    });
  });

  it("accepts another member after a rejected JOIN, and 31 s after a JOIN that crashed", async () => {
    const context = opened();
    const [refused, crashed] = [await open(), await open()];
    await context.connections.claim(refused.connectionId, ada);
    await context.connections.claim(crashed.connectionId, ada);

    await context.connections.release(refused.connectionId, ada);
    const after = await context.connections.claim(refused.connectionId, eve);
    const early = await context.connections.claim(crashed.connectionId, eve);
    context.pass({ milliseconds: 31_000 });
    const late = await context.connections.claim(crashed.connectionId, eve);

    expect([after, early, late].map(({ claimed }) => claimed)).toEqual([true, false, true]);
  });

  it("completes a member's JOIN even if a second JOIN on the same connection has failed", async () => {
    const { connections } = opened();
    const { connectionId, channelName } = await open();
    await connections.claim(connectionId, ada);
    await connections.claim(connectionId, ada);

    await connections.release(connectionId, ada);

    expect(await connections.identify(connectionId, identityIn(channelName))).toBe(true);
    expect(await connections.identify(connectionId, identityIn(channelName, "eve"))).toBe(false);
  });

  describe("the page of a connection", () => {
    const page = (pageTitle: string) => ({
      pageUrl: "https://shop.example/",
      pageTitle,
      language: "en",
      timeZone: null,
      features: ["typing"],
    });

    it("is from the frame that the gateway received last, even if another frame is stored later", async () => {
      const { connections } = opened();
      const { connectionId } = await open();

      await connections.storeContext(connectionId, page("Second"), 2_000);
      await connections.storeContext(connectionId, page("First"), 1_000);
      const kept = await connections.find(connectionId);
      await connections.storeContext(connectionId, page("Third"), 3_000);

      expect(kept?.context).toEqual(page("Second"));
      expect((await connections.find(connectionId))?.context).toEqual(page("Third"));
    });

    it("is deleted with the connection, and creates no row for a closed connection", async () => {
      const { connections } = opened();
      const { connectionId } = await open();
      await connections.storeContext(connectionId, page("Shop"), 1_000);

      const closed = await connections.close(connectionId);
      await connections.storeContext(connectionId, page("Late"), 2_000);

      expect(closed?.context).toEqual(page("Shop"));
      expect(await connections.find(connectionId)).toBeUndefined();
    });
  });

  it("allows 50 JOINs on one connection, and rejects the next one", async () => {
    const { connections } = opened();
    const { connectionId } = await open();
    const claims = [];
    for (let count = 0; count < 51; count += 1) {
      claims.push(await connections.claim(connectionId, ada));
    }

    expect(claims.filter(({ claimed }) => claimed)).toHaveLength(50);
    expect(claims.at(-1)).toEqual({ claimed: false, reason: "too many" });
  });

  it("allows a burst of 20 frames before JOIN, then two a second, and does not limit an unknown connection", async () => {
    const context = opened();
    const { connectionId } = await open();
    const waits = [];
    for (let count = 0; count < 21; count += 1) {
      waits.push(await context.connections.countFrame(connectionId));
    }
    context.pass({ milliseconds: 1_000 });
    const later = [];
    for (let count = 0; count < 3; count += 1) {
      later.push(await context.connections.countFrame(connectionId));
    }

    expect(waits.map((wait) => wait > 0)).toEqual([...Array.from({ length: 20 }, () => false), true]);
    expect(waits.at(-1)).toBe(500);
    expect(later.map((wait) => wait > 0)).toEqual([false, false, true]);
    expect(await context.connections.countFrame(newConnectionId())).toBe(0);
  });

  it.each([
    ["exists", open],
    ["no longer exists", async () => ({ connectionId: newConnectionId() })],
  ])(
    "requests the end of a connection that %s after more than 30 rejections in a row",
    async (_, opening) => {
      const context = opened();
      const { connectionId } = await opening();
      const closes = [];
      for (let count = 0; count < 31; count += 1) {
        closes.push(await context.connections.countRefusal(connectionId));
      }
      context.pass({ milliseconds: 10_000 });

      expect(closes.filter(Boolean)).toHaveLength(1);
      expect(closes.at(-1)).toBe(true);
      expect(await context.connections.countRefusal(connectionId)).toBe(false);
    },
  );

  it("does not create a connection by counting a rejection", async () => {
    const context = opened();
    const connectionId = newConnectionId();

    await context.connections.countRefusal(connectionId);

    expect(await context.connections.find(connectionId)).toBeUndefined();
    expect(await context.connections.claim(connectionId, ada)).toEqual({ claimed: false, reason: "unknown" });
  });
}
