import { atOnce, newChannelName, newChatId, newConnectionId, newMember } from "./samples";
import { retentionDays, type StorageContext } from "./storage-context";

/** Contract of the member store. */
export function memberContract(opened: () => StorageContext): void {
  const join = async (ref = newMember(), connectionId = newConnectionId()) =>
    (await opened().members.join(ref, "Ada", opened().arrival(connectionId))).member;

  it("creates one tag for a member, even for two JOINs at the same moment", async () => {
    const { members } = opened();
    const ref = newMember();

    const tags = await atOnce(6, () => members.tagOf(ref));
    const other = await members.tagOf(newMember(ref.channelName));

    expect(new Set(tags).size).toBe(1);
    expect(tags[0]).toMatch(/^[a-z][a-z0-9]{8}$/);
    expect(other).not.toBe(tags[0]);
  });

  it("assigns a new tag at the next JOIN if another member has the member's tag", async () => {
    const { members } = opened();
    const ref = newMember();
    const tag = await members.tagOf(ref);
    await join({ ...newMember(ref.channelName), tag });

    await expect(join({ ...ref, tag })).rejects.toThrow("belongs to another member");

    const fresh = await members.tagOf(ref);
    expect(fresh).not.toBe(tag);
    expect(await join({ ...ref, tag: fresh })).toMatchObject({ memberId: ref.memberId, tag: fresh });
  });

  it("creates a member at the first JOIN", async () => {
    const { members, time } = opened();
    const ref = newMember();

    const { member, isNew } = await members.join(ref, "Ada", opened().arrival("socket-1="));

    expect(isNew).toBe(true);
    expect(member).toEqual({
      ...ref,
      memberName: "Ada",
      sockets: ["socket-1="],
      joinedAt: time,
      present: false,
      telegramChatId: undefined,
      mailbox: undefined,
      resendTo: [],
      resendFrom: undefined,
      lastJoined: undefined,
      heard: { "socket-1=": time },
    });
    expect(await members.find(ref)).toEqual(member);
    expect(await members.find(newMember(ref.channelName))).toBeUndefined();
  });

  it("adds sockets in the order of their JOINs, and keeps the tag", async () => {
    const context = opened();
    const ref = newMember();
    const first = await join(ref, "z");
    context.pass({ milliseconds: 1 });

    const { member: again } = await context.members.join(ref, null, opened().arrival("a"));

    expect(again).toMatchObject({ sockets: ["z", "a"], tag: first.tag });
    expect(again.memberName).toBe(`Visitor ${first.tag}`);
  });

  it("creates a mailbox for a member who joins again, and keeps an existing mailbox", async () => {
    const { members } = opened();
    const ref = newMember();
    const isNew = (await members.join(ref, "Ada", opened().arrival("first"))).isNew;

    const back = await members.join(ref, "Ada", opened().arrival("second"));
    const withMail = await members.join(ref, "Ada", opened().arrival("third"));
    await members.emptyMailbox(back.member);
    const kept = await members.find(ref);
    await members.emptyMailbox(withMail.member);
    const emptied = await members.find(ref);
    const again = await members.join(ref, "Ada", opened().arrival("fourth"));

    expect([isNew, back.isNew, withMail.isNew, again.isNew]).toEqual([true, false, false, false]);
    expect(withMail.member.mailbox).toBe(back.member.mailbox);
    // A delivery that started before the third JOIN does not know the new socket.
    expect(kept?.mailbox).toBe(withMail.member.mailbox);
    expect(new Set(kept?.resendTo)).toEqual(new Set(["second", "third"]));
    expect(emptied).toMatchObject({ mailbox: undefined, resendTo: [], resendFrom: undefined });
    expect(again.member.resendTo).toEqual(["fourth"]);
  });

  it("creates one member for several simultaneous first JOINs", async () => {
    const ref = newMember();

    const joined = await atOnce(6, (index) => join(ref, `socket-${index}`));

    expect(new Set(joined.map(({ tag }) => tag)).size).toBe(1);
    expect((await opened().members.find(ref))?.sockets).toHaveLength(6);
    await opened().caughtUp();
    expect(await opened().members.inChannel(ref.channelName, 25)).toHaveLength(1);
  });

  it("keeps every new socket while others are removed at the same moment", async () => {
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

  it("removes a socket once, and only from its own member", async () => {
    const { members } = opened();
    const ref = newMember();
    await join(ref, "+/==");

    const wrong = await members.removeSocket(newMember(ref.channelName), "+/==");
    const right = await members.removeSocket(ref, "+/==");
    const again = await members.removeSocket(ref, "+/==");

    expect(right).toMatchObject({ ...ref, sockets: [] });
    expect([wrong, again]).toEqual([undefined, undefined]);
  });

  it("finds a member by tag only in the member's own channel", async () => {
    const { members } = opened();
    const member = await join();
    await join(newMember(member.channelName));

    expect(await members.find(member)).toEqual(member);
    expect(await members.find({ ...member, channelName: newChannelName() })).toBeUndefined();
    expect(await members.find({ ...member, tag: "nobody" })).toBeUndefined();
  });

  it("does not find a member whose expired row is still stored", async () => {
    const context = opened();
    const member = await join();

    context.pass({ days: retentionDays + 0.9 });
    const late = await context.members.find(member);
    context.pass({ days: 0.2 });

    expect(late).toMatchObject({ tag: member.tag });
    expect(await context.members.find(member)).toBeUndefined();
  });

  it("creates a new member at a JOIN after the previous row has expired", async () => {
    const context = opened();
    const member = await join();
    await context.members.countFrame(member, { bytes: 500, receivedAt: context.time });
    await context.members.fillMailbox(member);
    context.pass({ days: retentionDays + 2 });

    const anew = await join(member, "new");

    expect(anew).toMatchObject({ sockets: ["new"], present: false, mailbox: undefined });
    expect(await context.members.find(member)).toEqual(anew);
  });

  it("does not empty a mailbox that has received a message since it was read", async () => {
    const { members } = opened();
    const ref = await join();

    const [first, second] = [await members.fillMailbox(ref), await members.fillMailbox(ref)];
    if (!first || !second) {
      throw new Error("The member is gone.");
    }
    await members.emptyMailbox(first);
    const kept = await members.find(ref);
    await members.emptyMailbox(second);

    expect(second.mailbox).not.toBe(first.mailbox);
    expect(kept?.mailbox).toBe(second.mailbox);
    expect((await members.find(ref))?.mailbox).toBeUndefined();
  });

  it("keeps a member with a mailbox as long as the newest message in the mailbox", async () => {
    const context = opened();
    const ref = newMember();
    const tag = await context.members.tagOf(ref);
    const member = await join({ ...ref, tag });
    context.pass({ days: retentionDays });

    await context.members.fillMailbox(member);
    context.pass({ days: retentionDays });

    expect(await context.members.find(member)).toMatchObject({ tag });
    expect(await context.members.tagOf(member)).toBe(tag);
    expect(await context.members.join(member, "Ada", opened().arrival("back"))).toMatchObject({
      isNew: false,
    });
  });

  it("does not create a row for a member who does not exist", async () => {
    const { members } = opened();
    const ref = newMember();

    expect(await members.fillMailbox(ref)).toBeUndefined();
    await members.noteAbsence(ref);

    expect(await members.find(ref)).toBeUndefined();
    await opened().caughtUp();
    expect(await members.inChannel(ref.channelName, 25)).toEqual([]);
  });

  it("adds a private chat as a member, and updates the name if it joins again", async () => {
    const { members } = opened();
    const [ref, chatId] = [newMember(), newChatId()];

    const added = await members.addTelegramMember(ref, "Ada", chatId);
    const again = await members.addTelegramMember(ref, "Countess", chatId);

    expect(added).toMatchObject({ ...ref, telegramChatId: chatId, sockets: [] });
    expect(again).toEqual({ ...added, memberName: "Countess" });
    expect(await members.findByTelegramChat(chatId)).toEqual(ref);
    expect(await members.findByTelegramChat(newChatId())).toBeUndefined();
  });

  it("does not find an expired membership", async () => {
    const context = opened();
    const chatId = newChatId();
    await context.members.addTelegramMember(newMember(), "Ada", chatId);

    context.pass({ days: retentionDays + 2 });

    expect(await context.members.findByTelegramChat(chatId)).toBeUndefined();
  });

  it("removes a member together with the membership", async () => {
    const { members } = opened();
    const [ref, chatId] = [newMember(), newChatId()];
    const other = await join(newMember(ref.channelName));
    await members.addTelegramMember(ref, "Ada", chatId);

    await members.remove(ref, chatId);

    expect(await members.find(ref)).toBeUndefined();
    expect(await members.findByTelegramChat(chatId)).toBeUndefined();
    expect(await members.find(other)).toEqual(other);
  });

  it("lists the members of one channel, up to the given number", async () => {
    const { members } = opened();
    const channelName = newChannelName();
    const joined = await atOnce(12, () => join(newMember(channelName)));
    await members.addTelegramMember(newMember(channelName), "Ada", newChatId());
    await join();
    await opened().caughtUp();

    const some = await members.inChannel(channelName, 5);
    const all = await members.inChannel(channelName, 25);

    expect(some).toHaveLength(5);
    expect(all).toHaveLength(13);
    expect(all).toEqual(expect.arrayContaining(joined));
    expect(await members.inChannel(newChannelName(), 5)).toEqual([]);
  });
}
