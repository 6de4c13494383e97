import * as fc from "fast-check";
import { type Content, destinationOf, type Message } from "../../../lambda-src/chat/model";
import { atOnce, newDeparture, newMember, newMessage } from "./samples";
import { retentionDays, type StorageWorld } from "./storage-world";

/** What the message store promises of messages themselves. */
export function messageContract(opened: () => StorageWorld): void {
  const stored = async ({ member, direction }: Message) => {
    const rows = await opened().messages.history(member, 50, undefined);
    return rows.filter((it) => it.direction === direction);
  };

  it.each<[string, Partial<Message>]>([
    ["a visitor's text", { firstWords: true }],
    ["a host's text", { direction: "toVisitor", messageId: "u000000000042-1" }],
    ["ids of the longest kind", { messageId: `_-${"Z".repeat(62)}`, tag: "z_9", memberName: "\u{1F44B}#/" }],
    ["a time to the nanosecond", { sentAt: "2026-01-31T12:00:00.123456789Z" }],
    [
      "a file",
      {
        content: {
          type: "file",
          fileKey: "k/=+",
          fileName: "x ünd y.pdf",
          fileType: "application/pdf",
          fileSize: 20_971_520,
        },
      },
    ],
  ])("gives %s back as it was stored", async (_case, changes) => {
    const world = opened();
    const message = newMessage(world, changes);

    const result = await world.messages.add(message);

    expect(result).toEqual({ added: true, stored: message });
    expect(await stored(message)).toEqual([message]);
    expect(await world.messages.waiting(destinationOf(message), 50)).toEqual([message]);
  });

  it("keeps any text", async () => {
    const world = opened();

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 4096 }), async (text) => {
        const message = newMessage(world, { content: { type: "text", text } });
        await world.messages.add(message);
        expect(await stored(message)).toEqual([message]);
      }),
      { numRuns: 40, examples: [[""], ["\0"], ["\u202E\uFEFF"], ["\u{1F44B}".repeat(1024)]] },
    );
  });

  it("takes its own second try, after an answer that was lost, for the first", async () => {
    const world = opened();
    const message = newMessage(world);
    await world.messages.add(message);

    const again = await world.messages.add(message);

    expect(again).toEqual({ added: true, stored: message });
    expect(await world.messages.history(message.member, 50, undefined)).toHaveLength(1);
  });

  it("gives the first message to whoever repeats its id, whatever the repeat says", async () => {
    const world = opened();
    const first = newMessage(world, { firstWords: true });
    const content: Content = { type: "text", text: "something else" };
    await world.messages.add(first);

    const repeat = await world.messages.add({ ...first, content, destinationMessageId: "other" });

    expect(repeat).toEqual({ added: false, stored: first });
    expect(await stored(first)).toEqual([first]);
  });

  it("stores one of several that come with one id at the same moment", async () => {
    const world = opened();
    const message = newMessage(world);

    const results = await atOnce(10, (index) =>
      world.messages.add({ ...message, destinationMessageId: `d-${index}` }),
    );

    expect(results.filter(({ added }) => added)).toHaveLength(1);
    expect(new Set(results.map((it) => it.stored.destinationMessageId)).size).toBe(1);
    expect(await stored(message)).toHaveLength(1);
  });

  it("takes the same id from another member, and in the other direction", async () => {
    const world = opened();
    const first = newMessage(world);
    const reply = { ...first, direction: "toVisitor" as const };
    const other = { ...first, member: newMember(first.member.channelName) };

    const results = [];
    for (const message of [first, reply, other]) results.push(await world.messages.add(message));

    expect(results.map(({ added }) => added)).toEqual([true, true, true]);
  });

  it("stores an id anew when the first message's time is over, though its row is there", async () => {
    const world = opened();
    const first = newMessage(world);
    await world.messages.add(first);
    world.pass({ days: retentionDays + 0.1 });
    const second = newMessage(world, { member: first.member, messageId: first.messageId });

    const result = await world.messages.add(second);

    expect(result).toEqual({ added: true, stored: second });
    expect(await stored(second)).toEqual([second]);
  });

  it("gives a conversation newest first, both ways, before a time, as many as asked for", async () => {
    const world = opened();
    const member = newMember();
    const at = (second: string) => `2026-01-31T12:00:${second}Z`;
    const times = ["00", "00.5", "00.50000001", "01", "02"].map(at);
    const messages = times.map((sentAt, index) =>
      newMessage(world, { member, sentAt, direction: index % 2 === 0 ? "toHost" : "toVisitor" }),
    );
    await Promise.all(messages.map((message) => world.messages.add(message)));
    await world.messages.add(newMessage(world));

    const newest = await world.messages.history(member, 2, undefined);
    const earlier = await world.messages.history(member, 50, at("01"));
    const none = await world.messages.history(member, 50, at("00"));

    expect(newest.map(({ sentAt }) => sentAt)).toEqual([at("02"), at("01")]);
    expect(earlier).toEqual(messages.slice(0, 3).reverse());
    expect(none).toEqual([]);
  });

  it("looks past rows that are no messages, or whose time is over", async () => {
    const world = opened();
    const member = newMember();
    const long = newMessage(world, { member });
    await world.messages.add(long);
    world.pass({ days: retentionDays - 1 });
    const kept = newMessage(world, { member });
    await world.messages.add(kept);
    world.pass({ days: 1.1 });
    await world.messages.noteDeparture(newDeparture(world, { member }));

    expect(await world.messages.history(member, 1, undefined)).toEqual([kept]);
    expect(await world.messages.history(member, 50, undefined)).toEqual([kept]);
  });

  it("gives long conversations whole, and erases them, past what one answer of DynamoDB holds", async () => {
    const world = opened();
    const member = newMember();
    const other = newMessage(world);
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const base = newMessage(world, { member, content });
    await atOnce(45, (index) => world.messages.add({ ...base, messageId: `m-${index + 10}` }));
    await world.messages.noteDeparture(newDeparture(world, { member }));
    await world.messages.add(other);

    const before = await world.messages.history(member, 50, undefined);
    await world.messages.erase(member);
    await world.messages.erase(member);

    expect(before.map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: 45 }, (_, index) => `m-${54 - index}`),
    );
    expect(await stored(base)).toEqual([]);
    expect(await world.messages.waiting(destinationOf(base), 50)).toEqual([]);
    expect(await stored(other)).toEqual([other]);
  });

  it("notes an update once, also at the same moment", async () => {
    const world = opened();
    const updateId = world.time;

    const first = await atOnce(8, () => world.messages.noteUpdate(updateId));
    const later = await world.messages.noteUpdate(updateId);
    const other = await world.messages.noteUpdate(updateId + 1);

    expect(first.filter((isNew) => isNew)).toHaveLength(1);
    expect([later, other]).toEqual([false, true]);
  });

  it("notes an update anew when the note's time is over, though its row is there", async () => {
    const world = opened();
    const updateId = world.time;
    await world.messages.noteUpdate(updateId);

    world.pass({ days: 1.9 });
    const early = await world.messages.noteUpdate(updateId);
    world.pass({ days: 0.2 });

    expect(early).toBe(false);
    expect(await world.messages.noteUpdate(updateId)).toBe(true);
  });
}
