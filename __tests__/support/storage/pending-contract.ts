import * as fc from "fast-check";
import type { Content, MemberRef, Message } from "../../../lambda-src/chat/model";
import type { PendingRow } from "../../../lambda-src/chat/stores";
import { atOnce, newChannelName, newDeparture, newMessage, newSender } from "./samples";
import { retentionDays, type StorageContext } from "./storage-context";

const none = { members: 0, messages: 0, files: 0 };

/** Contract of the message store for pending messages. */
export function pendingContract(opened: () => StorageContext): void {
  const pendingForHost = (member: MemberRef, limit = 50) =>
    opened().messages.pending(member, "toHost", limit);
  const swept = async () => {
    const rows: PendingRow[] = [];
    for await (const row of opened().messages.allPending()) {
      rows.push(row);
    }
    return rows;
  };
  /** Reads pending rows until it has read the given number of the channel's messages. */
  const membersRead = async (channelName: string, count: number) => {
    const members: string[] = [];
    for await (const row of opened().messages.allPending()) {
      if (members.length >= count) {
        break;
      }
      if (row.kind === "message" && row.message.member.channelName === channelName) {
        members.push(row.message.member.memberId);
      }
    }
    return members;
  };
  const rowOf = (message: Message) => ({ kind: "message", message, waitsUntil: 0 });

  it("are read in the order of timestamps, then of messageIds", async () => {
    const context = opened();
    const time = fc
      .tuple(fc.nat(3), fc.stringMatching(/^(\.[05]{1,9})?$/))
      .map(([second, fraction]) => `2026-01-31T12:00:0${second}${fraction}Z`);
    const sent = fc.record({ sentAt: time, messageId: fc.stringMatching(/^[A-Za-z0-9_-]{1,3}$/) });
    const nanoseconds = (iso: string) => iso.slice(0, -1).replace(".", "").padEnd(26, "0");

    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(sent, { selector: (it) => it.messageId, maxLength: 8 }),
        async (all) => {
          const member = newSender();
          await Promise.all(all.map((it) => context.messages.add(newMessage(context, { member, ...it }))));

          const pending = await pendingForHost(member);

          const key = (it: (typeof all)[number]) => `${nanoseconds(it.sentAt)} ${it.messageId}`;
          const expected = [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
          expect(pending.map(({ messageId }) => messageId)).toEqual(expected.map((it) => it.messageId));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are read from the position at which the previous read stopped, so that no conversation is skipped", async () => {
    const context = opened();
    const channelName = newChannelName();
    const messages = Array.from({ length: 9 }, () => newMessage(context, { member: newSender(channelName) }));
    await Promise.all(messages.map((it) => context.messages.add(it)));
    const inOrder = await membersRead(channelName, Number.POSITIVE_INFINITY);

    const turns = [await membersRead(channelName, 3), await membersRead(channelName, 3)];
    turns.push(await membersRead(channelName, Number.POSITIVE_INFINITY));
    const again = await membersRead(channelName, Number.POSITIVE_INFINITY);

    expect(new Set(inOrder)).toEqual(new Set(messages.map(({ member }) => member.memberId)));
    expect(turns).toEqual([
      inOrder.slice(0, 3),
      inOrder.slice(3, 6),
      [...inOrder.slice(6), ...inOrder.slice(0, 6)],
    ]);
    expect(again).toEqual(inOrder);
  });

  it("are read for one conversation and one direction only", async () => {
    const context = opened();
    const member = newSender();
    const toHost = newMessage(context, { member });
    const toVisitor = newMessage(context, { member, direction: "toVisitor" });
    const elsewhere = newMessage(context, { member: newSender(member.channelName) });
    for (const message of [toHost, toVisitor, elsewhere]) {
      await context.messages.add(message);
    }
    await context.messages.noteDeparture(newDeparture(context, { member }));

    expect(await pendingForHost(member)).toEqual([toHost]);
    expect(await context.messages.pending(member, "toVisitor", 50)).toEqual([toVisitor]);
  });

  it("are returned up to the given number, without expired messages", async () => {
    const context = opened();
    const member = newSender();
    const add = (prefix: string) =>
      atOnce(6, async (index) => {
        const message = newMessage(context, { member, messageId: `${prefix}-${index}` });
        await context.messages.add(message);
        return message;
      });
    await add("old");
    context.pass({ days: retentionDays + 0.1 });
    const live = await add("new");

    expect(await pendingForHost(member, 4)).toEqual(live.slice(0, 4));
    expect(await pendingForHost(member)).toEqual(live);
  });

  it("include an undeliverable message again, in order and with a new expiry, if an operator requests it", async () => {
    const context = opened();
    const [message, next] = [newMessage(context), newMessage(context)];
    const { member, messageId } = message;
    const restore = () => context.messages.restore(member, "toHost", messageId);
    await context.messages.add({ ...message, tries: 3, noticed: true });
    const whilePending = await restore();
    await context.messages.settle(message, "undeliverable");
    context.pass({ hours: 6 });
    await context.messages.add({ ...next, member, sentAt: new Date(context.time).toISOString() });

    const restored = await restore();

    expect([whilePending, await restore()]).toEqual([undefined, undefined]);
    const expiresAt = Math.floor((context.time + retentionDays * 86_400_000) / 1000) * 1000;
    expect(restored).toEqual({ ...message, tries: 0, expiresAt });
    expect((await pendingForHost(member)).map((it) => it.messageId)).toEqual([messageId, next.messageId]);
    await context.messages.settle(message, "delivered");
    expect(await restore()).toBeUndefined();
  });

  it.each(["delivered", "undeliverable"] as const)(
    "no longer include messages that are %s",
    async (outcome) => {
      const context = opened();
      const [message, next] = [newMessage(context), newMessage(context)];
      await context.messages.add(message);
      await context.messages.add({ ...next, member: message.member });

      await Promise.all([
        context.messages.settle(message, outcome),
        context.messages.settle(message, outcome),
      ]);

      expect(await pendingForHost(message.member)).toMatchObject([{ messageId: next.messageId }]);
      expect(await context.messages.conversation(message.member)).toHaveLength(2);
      expect(await context.messages.find(message.member, "toHost", message.messageId)).toBe("settled");
      const repeat = { ...message, destinationMessageId: "other" };
      expect(await context.messages.add(repeat)).toMatchObject({ added: false, pending: false });
    },
  );

  it("do not include a message that another copy of its update has delivered", async () => {
    const context = opened();
    const [first, second] = [0, 1].map(() => newMessage(context, { direction: "toVisitor" }));
    if (!(first && second)) {
      throw new Error("two messages");
    }
    await context.messages.add(first);
    await context.messages.addDelivered(first, ["socket"]);
    await context.messages.addDelivered(second, ["socket"]);
    await context.messages.noteTaken(second, "another socket");
    const late = await context.messages.add({ ...second, destinationMessageId: "other" });

    expect(late).toMatchObject({ added: false, pending: false });
    for (const { member } of [first, second]) {
      expect(await context.messages.pending(member, "toVisitor", 9)).toEqual([]);
      expect(await context.messages.conversation(member)).toHaveLength(1);
    }
    expect(await context.messages.find(newSender(), "toVisitor", "m")).toBe("none");
  });

  it("include the progress of their delivery", async () => {
    const context = opened();
    const source = { type: "remote file", source: "id", fileKey: "k", fileName: "a.pdf" } as const;
    const content: Content = { ...source, fileType: "application/pdf", fileSize: 0 };
    const message = newMessage(context, { firstWords: true, content });
    await context.messages.add(message);
    const copied: Content = {
      type: "file",
      fileKey: "k",
      fileName: "a.pdf",
      fileType: "application/pdf",
      fileSize: 42,
    };

    await context.messages.advance(message, { partsShown: 2 });
    await context.messages.advance(message, { tries: 1, announced: true });
    await context.messages.advance(message, { content: copied, waitsUntil: 42 });
    await context.messages.advance(message, { announced: true });
    await context.messages.advance(message, { noticed: true });

    const delivery = { partsShown: 2, tries: 1, noticed: true };
    const advanced = { ...message, firstWords: false, content: copied, ...delivery };
    expect(await pendingForHost(message.member)).toEqual([advanced]);
    expect(await swept()).toContainEqual({ kind: "message", message: advanced, waitsUntil: 42 });
  });

  it("do not include erased or settled messages after a late update", async () => {
    const context = opened();
    const [erased, settled] = [newMessage(context), newMessage(context)];
    await context.messages.add(settled);
    await context.messages.settle(settled, "delivered");

    await context.messages.settle(erased, "delivered");
    for (const message of [erased, settled]) {
      await context.messages.advance(message, { tries: 1 });
    }

    expect(await context.messages.conversation(erased.member)).toEqual([]);
    expect(await pendingForHost(settled.member)).toEqual([]);
  });

  it("are found by the sweep for all conversations, with departures and dropped channels", async () => {
    const context = opened();
    const channelName = newChannelName();
    const toHost = newMessage(context, { member: newSender(channelName) });
    const toVisitor = newMessage(context, { member: newSender(channelName), direction: "toVisitor" });
    const settled = newMessage(context, { member: newSender(channelName) });
    for (const message of [toHost, toVisitor, settled]) {
      await context.messages.add(message);
    }
    await context.messages.settle(settled, "delivered");
    const first = newDeparture(context, { member: toHost.member });
    await context.messages.noteDeparture(first);
    context.pass({ milliseconds: 5 });
    const last = newDeparture(context, { member: toHost.member });
    await context.messages.noteDeparture(last);
    const visitor = { channelName, memberId: "m-1" };
    await context.messages.noteErasure({ channelName, reportTo: "-100" });
    await context.messages.noteErasure(visitor);
    const ofVisitor = {
      ...visitor,
      reportTo: undefined,
      since: new Date(context.time).toISOString(),
      erased: none,
    };
    const ofChannel = { ...ofVisitor, memberId: undefined, reportTo: "-100" };

    const rows = await swept();

    expect(rows).toEqual(
      expect.arrayContaining([
        rowOf(toHost),
        rowOf(toVisitor),
        { kind: "departure", departure: last },
        { kind: "erasure", erasure: ofVisitor },
        { kind: "erasure", erasure: ofChannel },
      ]),
    );
    expect(rows).not.toContainEqual(rowOf(settled));
    expect(rows).not.toContainEqual({ kind: "departure", departure: first });

    await context.messages.settleDeparture(last);
    await context.messages.settleErasure({ channelName });
    await context.messages.settleErasure(visitor);

    expect((await swept()).filter(({ kind }) => kind !== "message")).toEqual([]);
  });

  it("include an erasure with its counts until it is complete, and a late count does not create it again", async () => {
    const { messages } = opened();
    const channelName = newChannelName();
    await messages.noteErasure({ channelName });
    const first = { members: 1, messages: 20, files: 0 };

    await messages.countErased({ channelName }, first);
    await messages.noteErasure({ channelName });
    await messages.countErased({ channelName }, { members: 2, messages: 0, files: 3 });
    const counted = await messages.findErasure({ channelName });
    await messages.settleErasure({ channelName });
    await messages.countErased({ channelName }, first);

    expect(counted?.erased).toEqual({ members: 3, messages: 20, files: 3 });
    expect(await messages.findErasure({ channelName })).toBeUndefined();
  });

  it("are not found by the sweep if they have expired", async () => {
    const context = opened();
    const message = newMessage(context);
    await context.messages.add(message);
    context.pass({ days: retentionDays + 0.1 });

    expect(await swept()).not.toContainEqual(rowOf(message));
  });

  it("are found by the sweep even if they exceed one response of DynamoDB", async () => {
    const context = opened();
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const messages = await atOnce(45, async () => {
      const message = newMessage(context, { content });
      await context.messages.add(message);
      return message;
    });

    expect(await swept()).toEqual(expect.arrayContaining(messages.map(rowOf)));
  });
}
