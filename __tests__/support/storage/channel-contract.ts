import { atOnce, newChannelName, newChatId, newMember } from "./samples";
import type { StorageWorld } from "./storage-world";

/** What the channel store promises. */
export function channelContract(opened: () => StorageWorld): void {
  const hosted = async () => {
    const [channelName, hostChatId] = [newChannelName(), newChatId()];
    await opened().channels.create(channelName, hostChatId);
    return { channelName, hostChatId, lastWriter: undefined };
  };

  it("makes both rows of a channel", async () => {
    const { channels } = opened();
    const [channelName, hostChatId] = [newChannelName(), newChatId()];

    const outcome = await channels.create(channelName, hostChatId);

    const channel = { channelName, hostChatId, lastWriter: undefined };
    expect(outcome).toBe("created");
    expect(await channels.find(channelName)).toEqual(channel);
    expect(await channels.findByHostChat(hostChatId)).toEqual(channel);
    expect(await channels.find(channelName.toUpperCase())).toBeUndefined();
  });

  it("refuses a name that is taken, and makes neither row", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const other = newChatId();

    const outcome = await channels.create(channelName, other);

    expect(outcome).toBe("name taken");
    expect(await channels.findByHostChat(other)).toBeUndefined();
    expect(await channels.find(channelName)).toMatchObject({ hostChatId });
  });

  it("refuses a chat that hosts another channel, and makes neither row", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const other = newChannelName();

    const outcome = await channels.create(other, hostChatId);

    expect(outcome).toBe("chat taken");
    expect(await channels.find(other)).toBeUndefined();
    expect(await channels.findByHostChat(hostChatId)).toMatchObject({ channelName });
  });

  it("gives a name to one of several chats that ask at the same moment", async () => {
    const { channels } = opened();
    const channelName = newChannelName();
    const chats = Array.from({ length: 5 }, newChatId);

    // A conflict of two transactions may end both with an error: whoever asks again is told the truth.
    const first = await Promise.allSettled(chats.map((chat) => channels.create(channelName, chat)));
    const again = [];
    for (const chat of chats) again.push(await channels.create(channelName, chat));

    const created = [...first.map((it) => it.status === "fulfilled" && it.value), ...again];
    expect(created.filter((outcome) => outcome === "created")).toHaveLength(1);
    const hosts = await Promise.all(chats.map((chat) => channels.findByHostChat(chat)));
    const host = hosts.filter((it) => it !== undefined);
    expect(host).toEqual([await channels.find(channelName)]);
  });

  it("gives a chat one of several channels that it asks for at the same moment", async () => {
    const { channels } = opened();
    const hostChatId = newChatId();
    const names = Array.from({ length: 5 }, () => newChannelName());

    await Promise.allSettled(names.map((name) => channels.create(name, hostChatId)));
    for (const name of names) await channels.create(name, hostChatId);

    const found = (await Promise.all(names.map((name) => channels.find(name)))).filter((it) => it);
    expect(found).toEqual([await channels.findByHostChat(hostChatId)]);
  });

  it("notes who wrote last, and gives the host's chat", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const [first, last] = [newMember(channelName), newMember(channelName)];

    await channels.noteLastWriter(first, hostChatId);
    const chat = await channels.noteLastWriter(last, hostChatId);

    expect(chat).toBe(hostChatId);
    expect(await channels.findByHostChat(hostChatId)).toMatchObject({ lastWriter: last });
  });

  it("notes nothing in a chat that hosts another channel now", async () => {
    const { channels } = opened();
    const [one, other] = [await hosted(), await hosted()];
    const member = newMember(one.channelName);

    const chat = await channels.noteLastWriter(member, other.hostChatId);

    expect(chat).toBe(one.hostChatId);
    expect(await channels.findByHostChat(other.hostChatId)).toEqual(other);
  });

  it("gives no chat for a channel that nobody hosts", async () => {
    const chatId = newChatId();

    expect(await opened().channels.noteLastWriter(newMember(), chatId)).toBeUndefined();
    expect(await opened().channels.findByHostChat(chatId)).toBeUndefined();
  });

  it("follows a group to its new id with the last writer, also when told twice", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const member = newMember(channelName);
    await channels.noteLastWriter(member, hostChatId);
    const newId = newChatId();

    await channels.moveHostChat(channelName, hostChatId, newId);
    await channels.moveHostChat(channelName, hostChatId, newId);

    expect(await channels.findByHostChat(hostChatId)).toBeUndefined();
    expect(await channels.find(channelName)).toMatchObject({ hostChatId: newId });
    expect(await channels.findByHostChat(newId)).toEqual({
      channelName,
      hostChatId: newId,
      lastWriter: member,
    });
  });

  it("notes the last writer in the new chat when the old one is given", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();
    const newId = newChatId();
    await channels.moveHostChat(channelName, hostChatId, newId);
    const member = newMember(channelName);

    const chat = await channels.noteLastWriter(member, hostChatId);

    expect(chat).toBe(newId);
    expect(await channels.findByHostChat(newId)).toMatchObject({ lastWriter: member });
    expect(await channels.findByHostChat(hostChatId)).toBeUndefined();
  });

  it("follows no group that does not host the channel", async () => {
    const { channels } = opened();
    const channel = await hosted();
    const [stranger, newId] = [newChatId(), newChatId()];

    await expect(channels.moveHostChat(channel.channelName, stranger, newId)).rejects.toThrow();

    expect(await channels.find(channel.channelName)).toEqual(channel);
    expect(await channels.findByHostChat(newId)).toBeUndefined();
  });

  it("drops a channel at once, and keeps its name until it is removed", async () => {
    const { channels } = opened();
    const channel = await hosted();
    const other = newChatId();

    await channels.drop(channel);
    const early = await channels.create(channel.channelName, other);
    await channels.remove(channel.channelName);
    const late = await channels.create(channel.channelName, other);

    expect([early, late]).toEqual(["name taken", "created"]);
    expect(await channels.findByHostChat(channel.hostChatId)).toBeUndefined();
    expect(await channels.find(channel.channelName)).toMatchObject({ hostChatId: other });
  });

  it("lets the chat of a dropped channel host another one", async () => {
    const { channels } = opened();
    const channel = await hosted();
    await channels.drop(channel);

    expect(await channels.find(channel.channelName)).toBeUndefined();
    expect(await channels.create(newChannelName(), channel.hostChatId)).toBe("created");
  });

  it("removes no channel that somebody hosts", async () => {
    const { channels } = opened();
    const channel = await hosted();

    await expect(channels.remove(channel.channelName)).rejects.toThrow();

    expect(await channels.find(channel.channelName)).toEqual(channel);
  });

  it("answers many at once", async () => {
    const { channels } = opened();
    const { channelName, hostChatId } = await hosted();

    const writers = await atOnce(20, (index) =>
      channels.noteLastWriter({ channelName, memberId: `m-${index}` }, hostChatId),
    );

    expect(new Set(writers)).toEqual(new Set([hostChatId]));
  });
}
