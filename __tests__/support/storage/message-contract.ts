import * as fc from "fast-check";
import { noticeIdOf } from "../../../lambda-src/chat/delivery/notify-member";
import { messageIdOf } from "../../../lambda-src/chat/hosts/send-to-visitor";
import type { Content, Direction, Message } from "../../../lambda-src/chat/model";
import { atOnce, newChatId, newDeparture, newMessage, newSender } from "./samples";
import { retentionDays, type StorageContext } from "./storage-context";

/** Contract of the message store for messages. */
export function messageContract(opened: () => StorageContext): void {
  const stored = async ({ member, direction }: Message) => {
    const rows = await opened().messages.conversation(member);
    return rows.filter((it) => it.direction === direction);
  };

  it.each<[string, Partial<Message>]>([
    ["a visitor's text", { firstWords: true }],
    ["a host's text", { direction: "toVisitor", messageId: "u000000000042-1" }],
    [
      "ids of the maximum length",
      { messageId: `_-${"Z".repeat(62)}`, tag: "z_9", memberName: "\u{1F44B}#/" },
    ],
    ["a time with nanoseconds", { sentAt: "2026-01-31T12:00:00.123456789Z" }],
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
      "a file that Telegram stores",
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
    ["a partial delivery", { partsShown: 2, tries: 3 }],
  ])("returns %s exactly as stored", async (_case, changes) => {
    const context = opened();
    const message = newMessage(context, changes);

    const result = await context.messages.add(message);

    expect(result).toEqual({ added: true, stored: message, pending: true });
    expect(await stored(message)).toEqual([message]);
    expect(await context.messages.pending(message.member, message.direction, 50)).toEqual([message]);
  });

  it("stores any text unchanged", async () => {
    const context = opened();

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 4096 }), async (text) => {
        const message = newMessage(context, { content: { type: "text", text } });
        await context.messages.add(message);
        expect(await stored(message)).toEqual([message]);
      }),
      { numRuns: 40, examples: [[""], ["\0"], ["\u202E\uFEFF"], ["\u{1F44B}".repeat(1024)]] },
    );
  });

  it("reports a message as added if its own request is repeated after a lost response", async () => {
    const context = opened();
    const message = newMessage(context);
    await context.messages.add(message);

    const again = await context.messages.add(message);

    expect(again).toEqual({ added: true, stored: message, pending: true });
    expect(await stored(message)).toHaveLength(1);
  });

  it("returns the first message for a repeated id, even if the content differs", async () => {
    const context = opened();
    const first = newMessage(context, { firstWords: true });
    const content: Content = { type: "text", text: "something else" };
    await context.messages.add(first);

    const repeat = await context.messages.add({ ...first, content, destinationMessageId: "other" });

    expect(repeat).toEqual({ added: false, stored: first, pending: true });
    expect(await stored(first)).toEqual([first]);
  });

  it("stores one of several simultaneous messages with the same id", async () => {
    const context = opened();
    const message = newMessage(context);

    const results = await atOnce(10, (index) =>
      context.messages.add({ ...message, destinationMessageId: `d-${index}` }),
    );

    expect(results.filter(({ added }) => added)).toHaveLength(1);
    expect(new Set(results.map((it) => it.stored.destinationMessageId)).size).toBe(1);
    expect(await stored(message)).toHaveLength(1);
  });

  it("accepts the same id from another member, and in the other direction", async () => {
    const context = opened();
    const first = newMessage(context);
    const reply = { ...first, direction: "toVisitor" as const };
    const other = { ...first, member: newSender(first.member.channelName) };

    const results = [];
    for (const message of [first, reply, other]) {
      results.push(await context.messages.add(message));
    }

    expect(results.map(({ added }) => added)).toEqual([true, true, true]);
  });

  it("stores a new message under the id of an expired message whose row is still stored", async () => {
    const context = opened();
    const first = newMessage(context);
    await context.messages.add(first);
    context.pass({ days: retentionDays + 0.1 });
    const second = newMessage(context, { member: first.member, messageId: first.messageId });

    const result = await context.messages.add(second);

    expect(result).toEqual({ added: true, stored: second, pending: true });
    expect(await stored(second)).toEqual([second]);
  });

  it("reads both directions of a conversation, without other rows and expired messages", async () => {
    const context = opened();
    const member = newSender();
    await context.messages.add(newMessage(context, { member }));
    context.pass({ days: retentionDays - 1 });
    const kept = newMessage(context, { member });
    const answer = newMessage(context, { member, direction: "toVisitor" });
    await context.messages.add(kept);
    await context.messages.addDelivered(answer, []);
    context.pass({ days: 1.1 });
    await context.messages.noteDeparture(newDeparture(context, { member }));
    await context.messages.add(newMessage(context));

    expect(await context.messages.conversation(member)).toEqual([kept, answer]);
  });

  it("reads and erases a conversation that is larger than one response of DynamoDB", async () => {
    const context = opened();
    const member = newSender();
    const other = newMessage(context);
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const base = newMessage(context, { member, content });
    await atOnce(45, (index) => context.messages.add({ ...base, messageId: `m-${index + 10}` }));
    await context.messages.noteDeparture(newDeparture(context, { member }));
    await context.messages.add(other);

    const before = await context.messages.conversation(member);
    const erased = await context.messages.erase(member);
    const erasedAgain = await context.messages.erase(member);

    expect(before).toHaveLength(45);
    expect([erased, erasedAgain]).toEqual([45, 0]);
    expect(await stored(base)).toEqual([]);
    expect(await context.messages.pending(member, "toHost", 50)).toEqual([]);
    expect(await stored(other)).toEqual([other]);
  });

  it("reads at most 8 MB of a conversation: all messages of the visitor, and the newest of the host", async () => {
    const context = opened();
    const member = newSender();
    const content: Content = { type: "text", text: "x".repeat(250_000) };
    const base = newMessage(context, { member, content });
    const fromHost = Array.from({ length: 40 }, (_, index) => messageIdOf(900_000_000 + index, 0));
    await atOnce(10, (index) => context.messages.add({ ...base, messageId: `m-${index}` }));
    await atOnce(fromHost.length, (index) =>
      context.messages.addDelivered(
        { ...base, direction: "toVisitor", messageId: fromHost[index] ?? "" },
        [],
      ),
    );
    const queries = context.countRequests("QueryCommand");

    const messages = await context.messages.conversation(member);

    const ids = (direction: Direction) =>
      messages.filter((it) => it.direction === direction).map(({ messageId }) => messageId);
    const newest = ids("toVisitor").sort();
    expect(queries()).toBeLessThanOrEqual(8);
    expect(ids("toHost")).toHaveLength(10);
    expect(newest.length).toBeGreaterThanOrEqual(16);
    expect(newest).toEqual(fromHost.slice(-newest.length));
  });

  describe("for the posts of a visitor", () => {
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
      for (const chatMessageId of [7, 11, 9]) {
        await post(group, chatMessageId);
      }
      for (const chatMessageId of [2, 3]) {
        await post(supergroup, chatMessageId);
      }
      await add();
    });

    it("finds the newest post before a given message", async () => {
      expect(await newest(group, [7, 8, 10, 11, 99])).toEqual([undefined, 7, 9, 9, 11]);
    });

    it("searches only the posts of one chat, because message ids start again in a supergroup", async () => {
      expect(await newest(supergroup, [2, 3, 8, 99])).toEqual([undefined, 2, 3, 3]);
    });
  });

  it("lists in order the messages that were delivered to a visitor since a time, except those that a given socket received", async () => {
    const context = opened();
    const member = newSender();
    const toVisitor = (messageId: string) =>
      newMessage(context, { member, direction: "toVisitor", messageId });
    const [early, late, pending, settled, here] = ["u1", "u2", "u3", "u4", "u5"].map(toVisitor);
    if (!(early && late && pending && settled && here)) {
      throw new Error("five messages");
    }
    await context.messages.addDelivered(early, ["old"]);
    const after = new Date(context.time).toISOString();
    context.pass({ milliseconds: 5 });
    await context.messages.addDelivered(late, ["old", "other"]);
    await context.messages.addDelivered(here, ["old", "new"]);
    await context.messages.add(pending);
    await context.messages.add(settled);
    await context.messages.settle(settled, "delivered", { takenBy: ["old"] });

    expect(await context.messages.deliveredSince(member, { first: after, last: after }, "new")).toEqual([
      late,
      settled,
    ]);
  });

  it("lists a host's message even if 100 delivery failure notices follow it", async () => {
    const context = opened();
    const member = newSender();
    const toVisitor = (messageId: string) =>
      newMessage(context, { member, direction: "toVisitor", messageId });
    const message = toVisitor(messageIdOf(900_000_001, 0));
    const after = new Date(context.time - 1_000).toISOString();
    await context.messages.addDelivered(message, ["old"]);
    await atOnce(100, () =>
      context.messages.addDelivered(toVisitor(noticeIdOf(newMessage(context))), ["old"]),
    );

    expect(
      await context.messages.deliveredSince(member, { first: after, last: after }, "new"),
    ).toContainEqual(message);
  });

  it("lists a message by the time of its last delivery, within a period after the first delivery", async () => {
    const context = opened();
    const member = newSender();
    const message = newMessage(context, { member, direction: "toVisitor", messageId: "u1" });
    const before = new Date(context.time - 1).toISOString();
    await context.messages.addDelivered(message, ["old"]);
    const after = new Date(context.time).toISOString();
    context.pass({ milliseconds: 5 });

    await context.messages.noteTaken(message, "new");

    const since = (first: string, last: string, notTo: string) =>
      context.messages.deliveredSince(member, { first, last }, notTo);
    expect(await since(before, after, "newest")).toEqual([message]);
    expect(await since(before, after, "new")).toEqual([]);
    expect(await since(before, new Date(context.time).toISOString(), "newest")).toEqual([]);
    expect(await since(after, after, "newest")).toEqual([]);
  });
}
