import * as fc from "fast-check";
import { noticeIdOf } from "../../../lambda-src/chat/delivery/notify-member";
import { messageIdOf } from "../../../lambda-src/chat/hosts/host-message";
import type { Content, Message } from "../../../lambda-src/chat/model";
import { atOnce, newChatId, newDeparture, newMessage, newSender } from "./samples";
import { retentionDays, type StorageWorld } from "./storage-world";

/** What the message store promises of messages themselves. */
export function messageContract(opened: () => StorageWorld): void {
  const stored = async ({ member, direction }: Message) => {
    const rows = await opened().messages.conversation(member);
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
    [
      "a file that the chat app keeps",
      {
        direction: "toVisitor",
        content: {
          type: "remote file",
          source: "AgACAgQAAx0",
          fileKey: "k",
          fileName: "a.png",
          fileType: "image/png",
          fileSize: 0,
        },
      },
    ],
    ["a delivery that has come some way", { partsShown: 2, tries: 3 }],
  ])("gives %s back as it was stored", async (_case, changes) => {
    const world = opened();
    const message = newMessage(world, changes);

    const result = await world.messages.add(message);

    expect(result).toEqual({ added: true, stored: message, pending: true });
    expect(await stored(message)).toEqual([message]);
    expect(await world.messages.pending(message.member, message.direction, 50)).toEqual([message]);
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

    expect(again).toEqual({ added: true, stored: message, pending: true });
    expect(await stored(message)).toHaveLength(1);
  });

  it("gives the first message to whoever repeats its id, whatever the repeat says", async () => {
    const world = opened();
    const first = newMessage(world, { firstWords: true });
    const content: Content = { type: "text", text: "something else" };
    await world.messages.add(first);

    const repeat = await world.messages.add({ ...first, content, destinationMessageId: "other" });

    expect(repeat).toEqual({ added: false, stored: first, pending: true });
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
    const other = { ...first, member: newSender(first.member.channelName) };

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

    expect(result).toEqual({ added: true, stored: second, pending: true });
    expect(await stored(second)).toEqual([second]);
  });

  it("reads a conversation both ways, past rows that are no messages, or whose time is over", async () => {
    const world = opened();
    const member = newSender();
    await world.messages.add(newMessage(world, { member }));
    world.pass({ days: retentionDays - 1 });
    const kept = newMessage(world, { member });
    const answer = newMessage(world, { member, direction: "toVisitor" });
    await world.messages.add(kept);
    await world.messages.addDelivered(answer, []);
    world.pass({ days: 1.1 });
    await world.messages.noteDeparture(newDeparture(world, { member }));
    await world.messages.add(newMessage(world));

    expect(await world.messages.conversation(member)).toEqual([kept, answer]);
  });

  it("reads long conversations whole, and erases them, past what one answer of DynamoDB holds", async () => {
    const world = opened();
    const member = newSender();
    const other = newMessage(world);
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const base = newMessage(world, { member, content });
    await atOnce(45, (index) => world.messages.add({ ...base, messageId: `m-${index + 10}` }));
    await world.messages.noteDeparture(newDeparture(world, { member }));
    await world.messages.add(other);

    const before = await world.messages.conversation(member);
    await world.messages.erase(member);
    await world.messages.erase(member);

    expect(before).toHaveLength(45);
    expect(await stored(base)).toEqual([]);
    expect(await world.messages.pending(member, "toHost", 50)).toEqual([]);
    expect(await stored(other)).toEqual([other]);
  });

  describe("of a visitor's posts", () => {
    const member = newSender();
    const [group, supergroup] = [newChatId(), newChatId()];
    const add = async () => {
      const message = newMessage(opened(), { member, hostChatId: group });
      await opened().messages.add(message);
      return message;
    };
    const post = async (hostChatId: string, chatMessageId: number) => {
      const message = await add();
      await opened().messages.settle(message, "delivered", { post: { hostChatId, chatMessageId } });
    };
    const newest = (hostChatId: string, before: readonly number[]) =>
      Promise.all(
        before.map((chatMessageId) => opened().messages.newestPost(member, { hostChatId, chatMessageId })),
      );
    beforeAll(async () => {
      for (const chatMessageId of [7, 11, 9]) await post(group, chatMessageId);
      for (const chatMessageId of [2, 3]) await post(supergroup, chatMessageId);
      await add();
    });

    it("finds the id of the newest before another message", async () => {
      expect(await newest(group, [7, 8, 10, 11, 99])).toEqual([undefined, 7, 9, 9, 11]);
    });

    it("counts those of one chat alone: ids begin anew where a group becomes a supergroup", async () => {
      expect(await newest(supergroup, [2, 3, 8, 99])).toEqual([undefined, 2, 3, 3]);
    });
  });

  it("lists what was delivered to a visitor after a time, in order, but not to one socket", async () => {
    const world = opened();
    const member = newSender();
    const toVisitor = (messageId: string) => newMessage(world, { member, direction: "toVisitor", messageId });
    const [early, late, pending, settled, here] = ["u1", "u2", "u3", "u4", "u5"].map(toVisitor);
    if (!(early && late && pending && settled && here)) throw new Error("five messages");
    await world.messages.addDelivered(early, ["old"]);
    const after = new Date(world.time).toISOString();
    world.pass({ milliseconds: 5 });
    await world.messages.addDelivered(late, ["old", "other"]);
    await world.messages.addDelivered(here, ["old", "new"]);
    await world.messages.add(pending);
    await world.messages.add(settled);
    await world.messages.settle(settled, "delivered", { takenBy: ["old"] });

    expect(await world.messages.deliveredSince(member, { first: after, last: after }, "new")).toEqual([
      late,
      settled,
    ]);
  });

  it("lists a host's message among 100 later notices of messages that were not delivered", async () => {
    const world = opened();
    const member = newSender();
    const toVisitor = (messageId: string) => newMessage(world, { member, direction: "toVisitor", messageId });
    const message = toVisitor(messageIdOf(900_000_001, 0));
    const after = new Date(world.time - 1_000).toISOString();
    await world.messages.addDelivered(message, ["old"]);
    await atOnce(100, () => world.messages.addDelivered(toVisitor(noticeIdOf(newMessage(world))), ["old"]));

    expect(await world.messages.deliveredSince(member, { first: after, last: after }, "new")).toContainEqual(
      message,
    );
  });

  it("lists a message by its last delivery, within a time since its first one", async () => {
    const world = opened();
    const member = newSender();
    const message = newMessage(world, { member, direction: "toVisitor", messageId: "u1" });
    const before = new Date(world.time - 1).toISOString();
    await world.messages.addDelivered(message, ["old"]);
    const after = new Date(world.time).toISOString();
    world.pass({ milliseconds: 5 });

    await world.messages.noteTaken(message, "new");

    const since = (first: string, last: string, notTo: string) =>
      world.messages.deliveredSince(member, { first, last }, notTo);
    expect(await since(before, after, "newest")).toEqual([message]);
    expect(await since(before, after, "new")).toEqual([]);
    expect(await since(before, new Date(world.time).toISOString(), "newest")).toEqual([]);
    expect(await since(after, after, "newest")).toEqual([]);
  });
}
