import { atOnce, newChannelName, newChatId } from "./samples";
import type { StorageContext } from "./storage-context";

/** Initial state of a channel: no active visitor, no wait and no failure. */
const quiet = { lastActive: [], notBefore: 0, failures: 0 };

/** Contract of the channel store. */
export function channelContract(opened: () => StorageContext): void {
  const hosted = async () => {
    const [channelName, hostChatId] = [newChannelName(), newChatId()];
    await opened().channels.create(channelName, hostChatId);
    return { channelName, hostChatId, ...quiet };
  };

  it("creates a channel with both of its rows", async () => {
    const { channels } = opened();
    const [channelName, hostChatId] = [newChannelName(), newChatId()];

    const outcome = await channels.create(channelName, hostChatId);

    const channel = { channelName, hostChatId, ...quiet };
    expect(outcome).toBe("created");
    expect(await channels.findHostChat(channelName)).toBe(hostChatId);
    expect(await channels.find(channelName, hostChatId)).toEqual(channel);
    expect(await channels.findByHostChat(hostChatId)).toEqual(channel);
    expect(await channels.findHostChat(channelName.toUpperCase())).toBeUndefined();
  });

  it("rejects a name that another channel has, and creates no row", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const other = newChatId();

    const outcome = await channels.create(channelName, other);

    expect(outcome).toBe("name taken");
    expect(await channels.findByHostChat(other)).toBeUndefined();
    expect(await channels.findHostChat(channelName)).toBe(hostChatId);
  });

  it("rejects a chat that already hosts another channel, and creates no row", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const other = newChannelName();

    const outcome = await channels.create(other, hostChatId);

    expect(outcome).toBe("chat taken");
    expect(await channels.findHostChat(other)).toBeUndefined();
    expect(await channels.findByHostChat(hostChatId)).toMatchObject({ channelName });
  });

  it("creates one channel if several chats request the same name at the same moment", async () => {
    const { channels } = opened();
    const channelName = newChannelName();
    const chats = Array.from({ length: 5 }, newChatId);

    // If two transactions conflict, both may fail. A retry returns the actual state.
    const first = await Promise.allSettled(chats.map((chat) => channels.create(channelName, chat)));
    const again = [];
    for (const chat of chats) {
      again.push(await channels.create(channelName, chat));
    }

    const created = [...first.map((it) => it.status === "fulfilled" && it.value), ...again];
    expect(created.filter((outcome) => outcome === "created")).toHaveLength(1);
    const hosts = await Promise.all(chats.map((chat) => channels.findByHostChat(chat)));
    const host = hosts.filter((it) => it !== undefined);
    expect(host.map((it) => it.hostChatId)).toEqual([await channels.findHostChat(channelName)]);
  });

  it("creates one channel if a chat requests several names at the same moment", async () => {
    const { channels } = opened();
    const hostChatId = newChatId();
    const names = Array.from({ length: 5 }, () => newChannelName());

    await Promise.allSettled(names.map((name) => channels.create(name, hostChatId)));
    for (const name of names) {
      await channels.create(name, hostChatId);
    }

    const found = await Promise.all(
      names.map(async (name) => (await channels.findHostChat(name)) === hostChatId && name),
    );
    expect(found.filter(Boolean)).toEqual([(await channels.findByHostChat(hostChatId))?.channelName]);
  });

  const visitor = (tag: string, postId: number) => ({ tag, postId });

  it("stores the last active visitors in the order of their post ids, newest first", async () => {
    const { channels } = opened();
    const channel = await hosted();

    const first = await channels.noteActive(channel, visitor("a", 10), 1_000);
    const second = await channels.noteActive(first, visitor("b", 12), 2_000);

    expect(second.lastActive).toEqual([visitor("b", 12), { ...visitor("a", 10), displacedAt: 2_000 }]);
    expect(await channels.findByHostChat(channel.hostChatId)).toEqual(second);
  });

  it("stores the posts of all visitors if several deliveries update the row at the same moment", async () => {
    const { channels } = opened();
    const channel = await hosted();

    await atOnce(6, (index) => channels.noteActive(channel, visitor(`v${index}`, 10 + index), 5_000));

    const stored = await channels.findByHostChat(channel.hostChatId);
    expect(stored?.lastActive.map(({ postId }) => postId)).toEqual([15, 14, 13, 12, 11, 10]);
    expect(stored?.lastActive.map(({ displacedAt }) => displacedAt)).toEqual([
      undefined,
      ...Array.from({ length: 5 }, () => 5_000),
    ]);
  });

  it("stores that the newest post was checked, unless another post is stored in the meantime", async () => {
    const { channels } = opened();
    const empty = await hosted();
    const channel = await channels.noteActive(empty, visitor("a", 10), 1_000);

    await channels.noteChecked(channel, 3_000);
    await channels.noteChecked(empty, 4_000);
    const checked = await channels.findByHostChat(channel.hostChatId);
    const displaced = await channels.noteActive(channel, visitor("b", 12), 5_000);
    if (checked) {
      await channels.noteChecked(checked, 6_000);
    }

    expect(checked?.lastActive).toEqual([{ ...visitor("a", 10), checkedAt: 3_000 }]);
    expect((await channels.findByHostChat(channel.hostChatId))?.lastActive).toEqual(displaced.lastActive);
    expect(displaced.lastActive[0]).toEqual(visitor("b", 12));
  });

  it("does not store a visitor in the row of a chat that now hosts another channel", async () => {
    const { channels } = opened();
    const [one, other] = [await hosted(), await hosted()];

    await channels.noteActive({ ...one, hostChatId: other.hostChatId }, visitor("a", 1), 0);

    expect(await channels.findByHostChat(other.hostChatId)).toEqual(other);
  });

  it("finds the current host chat of a channel by its previous host chat", async () => {
    const { channels } = opened();
    const [moved, other] = [await hosted(), await hosted()];
    const newId = newChatId();
    await channels.moveHostChat(moved.channelName, moved.hostChatId, newId);

    const found = await channels.find(moved.channelName, moved.hostChatId);
    const elsewhere = await channels.find(moved.channelName, other.hostChatId);

    expect(found).toEqual({ ...moved, hostChatId: newId });
    expect(elsewhere).toEqual(found);
    expect(await channels.find(newChannelName(), moved.hostChatId)).toBeUndefined();
  });

  it("keeps the longest wait that Telegram requested", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();

    await channels.postpone(hostChatId, 90_000.5);
    await channels.postpone(hostChatId, 60_000);
    await channels.postpone(newChatId(), 60_000);

    expect(await channels.find(channelName, hostChatId)).toMatchObject({ notBefore: 90_000.5 });
  });

  it("counts simultaneous failures as one, counts consecutive failures, and restarts at 0 after a success", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const failures = async () => (await channels.find(channelName, hostChatId))?.failures;

    await atOnce(4, () => channels.noteFailure(hostChatId, 0));
    const one = await failures();
    await channels.noteFailure(hostChatId, 1);
    const two = await failures();
    await channels.noteSuccess(hostChatId, 1);
    const stale = await failures();
    await channels.noteSuccess(hostChatId, 2);

    expect([one, two, stale, await failures()]).toEqual([1, 2, 2, 0]);
  });

  it("moves a channel and its last active visitor to the group's new id, even if notified twice", async () => {
    const { channels } = opened();
    const channel = await hosted();
    const { channelName, hostChatId } = channel;
    await channels.noteActive(channel, visitor("a", 7), 0);
    const newId = newChatId();

    const first = await channels.moveHostChat(channelName, hostChatId, newId);
    const second = await channels.moveHostChat(channelName, hostChatId, newId);

    expect([first, second]).toEqual(["moved", "moved"]);
    expect(await channels.findByHostChat(hostChatId)).toBeUndefined();
    expect(await channels.findHostChat(channelName)).toBe(newId);
    // Message ids start again in the new chat.
    expect(await channels.findByHostChat(newId)).toEqual({
      ...channel,
      hostChatId: newId,
      lastActive: [visitor("a", 0)],
    });
  });

  it("does not move a channel to a supergroup that hosts another channel", async () => {
    const { channels } = opened();
    const [moved, other] = [await hosted(), await hosted()];

    const outcome = await channels.moveHostChat(moved.channelName, moved.hostChatId, other.hostChatId);

    expect(outcome).toBe("chat taken");
    expect(await channels.find(other.channelName, other.hostChatId)).toEqual(other);
    expect(await channels.find(moved.channelName, moved.hostChatId)).toEqual(moved);
  });

  it("does not move a channel for a group that does not host it", async () => {
    const { channels } = opened();
    const channel = await hosted();
    const [stranger, newId] = [newChatId(), newChatId()];

    await expect(channels.moveHostChat(channel.channelName, stranger, newId)).rejects.toThrow();

    expect(await channels.find(channel.channelName, channel.hostChatId)).toEqual(channel);
    expect(await channels.findByHostChat(newId)).toBeUndefined();
  });

  it("drops a channel immediately, but frees its name only when the channel is removed", async () => {
    const { channels } = opened();
    const channel = await hosted();
    const other = newChatId();

    await channels.drop(channel);
    const early = await channels.create(channel.channelName, other);
    await channels.remove(channel.channelName);
    const late = await channels.create(channel.channelName, other);

    expect([early, late]).toEqual(["name taken", "created"]);
    expect(await channels.findByHostChat(channel.hostChatId)).toBeUndefined();
    expect(await channels.findHostChat(channel.channelName)).toBe(other);
  });

  it("allows the chat of a dropped channel to host another channel", async () => {
    const { channels } = opened();
    const channel = await hosted();
    await channels.drop(channel);

    expect(await channels.findHostChat(channel.channelName)).toBeUndefined();
    expect(await channels.find(channel.channelName, channel.hostChatId)).toBeUndefined();
    expect(await channels.create(newChannelName(), channel.hostChatId)).toBe("created");
  });

  it("does not remove a channel that has a host", async () => {
    const { channels } = opened();
    const channel = await hosted();

    await expect(channels.remove(channel.channelName)).rejects.toThrow();

    expect(await channels.find(channel.channelName, channel.hostChatId)).toEqual(channel);
  });
}
