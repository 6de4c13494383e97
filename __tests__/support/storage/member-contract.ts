import { atOnce, newChannelName, newChatId, newConnectionId, newMember } from "./samples";
import { retentionDays, type StorageWorld } from "./storage-world";

/** What the member store promises. */
export function memberContract(opened: () => StorageWorld): void {
  const join = (ref = newMember(), connectionId = newConnectionId()) =>
    opened().members.join(ref, "Ada", connectionId);

  it("makes a member at the first JOIN", async () => {
    const { members } = opened();
    const ref = newMember();

    const member = await members.join(ref, "Ada", "socket-1=");

    expect(member).toEqual({
      ...ref,
      memberName: "Ada",
      tag: expect.stringMatching(/^[a-z][a-z0-9]{8}$/),
      sockets: ["socket-1="],
      present: false,
      telegramChatId: undefined,
      mailbox: undefined,
    });
    expect(await members.find(ref)).toEqual(member);
    expect(await members.find(newMember(ref.channelName))).toBeUndefined();
  });

  it("adds sockets in the order in which they came, and keeps the tag", async () => {
    const world = opened();
    const ref = newMember();
    const first = await join(ref, "z");
    world.pass({ milliseconds: 1 });

    const again = await world.members.join(ref, null, "a");

    expect(again).toMatchObject({ sockets: ["z", "a"], tag: first.tag });
    expect(again.memberName).toBe(`Visitor ${first.tag}`);
  });

  it("makes one member of several first JOINs at the same moment", async () => {
    const ref = newMember();

    const joined = await atOnce(6, (index) => join(ref, `socket-${index}`));

    expect(new Set(joined.map(({ tag }) => tag)).size).toBe(1);
    expect((await opened().members.find(ref))?.sockets).toHaveLength(6);
    expect(await opened().members.countInChannel(ref.channelName)).toBe(1);
  });

  it("loses none of the sockets that come and go at the same moment", async () => {
    const { members } = opened();
    const ref = newMember();
    await atOnce(10, (index) => join(ref, `old-${index}`));

    await Promise.all([
      atOnce(10, (index) => join(ref, `new-${index}`)),
      atOnce(10, (index) => members.removeSocket(ref, `old-${index}`)),
    ]);

    const sockets = (await members.find(ref))?.sockets ?? [];
    expect([...sockets].sort()).toEqual(Array.from({ length: 10 }, (_, index) => `new-${index}`));
  });

  it("removes a socket once, and only from its member", async () => {
    const { members } = opened();
    const ref = newMember();
    await join(ref, "+/==");

    const wrong = await members.removeSocket(newMember(ref.channelName), "+/==");
    const right = await members.removeSocket(ref, "+/==");
    const again = await members.removeSocket(ref, "+/==");

    expect(right).toMatchObject({ ...ref, sockets: [] });
    expect([wrong, again]).toEqual([undefined, undefined]);
  });

  it("finds a member by tag, in its own channel only", async () => {
    const { members } = opened();
    const member = await join();
    await join(newMember(member.channelName));

    const found = await members.findByTag(member.channelName, member.tag);

    expect(found).toEqual([member]);
    expect(await members.findByTag(newChannelName(), member.tag)).toEqual([]);
    expect(await members.findByTag(member.channelName, "nobody")).toEqual([]);
  });

  it("forgets a member whose time is over, though the row is there", async () => {
    const world = opened();
    const member = await join();

    world.pass({ days: retentionDays + 0.9 });
    const late = await world.members.find(member);
    world.pass({ days: 0.2 });

    expect(late).toMatchObject({ tag: member.tag });
    expect(await world.members.find(member)).toBeUndefined();
    expect(await world.members.findByTag(member.channelName, member.tag)).toEqual([]);
  });

  it("makes a member anew who comes when their time is over", async () => {
    const world = opened();
    const member = await join();
    await world.members.countFrame(member, { speaks: true });
    await world.members.fillMailbox(member);
    world.pass({ days: retentionDays + 2 });

    const anew = await join(member, "new");

    expect(anew).toMatchObject({ sockets: ["new"], present: false, mailbox: undefined });
    expect(anew.tag).not.toBe(member.tag);
    expect(await world.members.find(member)).toEqual(anew);
  });

  it("keeps a mailbox that was filled again since it was read", async () => {
    const { members } = opened();
    const ref = await join();

    const first = await members.fillMailbox(ref);
    const second = await members.fillMailbox(ref);
    await members.emptyMailbox(ref, first?.mailbox ?? "");
    const kept = await members.find(ref);
    await members.emptyMailbox(ref, second?.mailbox ?? "");

    expect(second?.mailbox).not.toBe(first?.mailbox);
    expect(kept?.mailbox).toBe(second?.mailbox);
    expect((await members.find(ref))?.mailbox).toBeUndefined();
  });

  it("makes no row for a member who is gone", async () => {
    const { members } = opened();
    const ref = newMember();

    const filled = await members.fillMailbox(ref);
    await members.emptyMailbox(ref, "x");
    await members.noteAbsence(ref);

    expect(filled).toBeUndefined();
    expect(await members.find(ref)).toBeUndefined();
    expect(await members.countInChannel(ref.channelName)).toBe(0);
  });

  it("gives a private chat its seat, and renews it", async () => {
    const { members } = opened();
    const [ref, chatId] = [newMember(), newChatId()];

    const seated = await members.seat(ref, "Ada", chatId);
    const again = await members.seat(ref, "Countess", chatId);

    expect(seated).toMatchObject({ ...ref, telegramChatId: chatId, sockets: [] });
    expect(again).toEqual({ ...seated, memberName: "Countess" });
    expect(await members.findSeated(chatId)).toEqual(ref);
    expect(await members.findSeated(newChatId())).toBeUndefined();
  });

  it("forgets a seat whose time is over", async () => {
    const world = opened();
    const chatId = newChatId();
    await world.members.seat(newMember(), "Ada", chatId);

    world.pass({ days: retentionDays + 2 });

    expect(await world.members.findSeated(chatId)).toBeUndefined();
  });

  it("removes a member with the seat", async () => {
    const { members } = opened();
    const [ref, chatId] = [newMember(), newChatId()];
    const other = await join(newMember(ref.channelName));
    const { tag } = await members.seat(ref, "Ada", chatId);

    await members.remove(ref, chatId);

    expect(await members.find(ref)).toBeUndefined();
    expect(await members.findSeated(chatId)).toBeUndefined();
    expect(await members.findByTag(ref.channelName, tag)).toEqual([]);
    expect(await members.find(other)).toEqual(other);
  });

  it("gives the members of one channel, as many as asked for", async () => {
    const { members } = opened();
    const channelName = newChannelName();
    const joined = await atOnce(12, () => join(newMember(channelName)));
    await members.seat(newMember(channelName), "Ada", newChatId());
    await join();

    const some = await members.inChannel(channelName, 5);
    const all = await members.inChannel(channelName, 25);

    expect(some).toHaveLength(5);
    expect(all).toHaveLength(13);
    expect(all).toEqual(expect.arrayContaining(joined));
    expect(await members.countInChannel(channelName)).toBe(13);
    expect(await members.inChannel(newChannelName(), 5)).toEqual([]);
  });
}
