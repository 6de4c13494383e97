import * as fc from "fast-check";
import type { Content, MemberRef, Message } from "../../../lambda-src/chat/model";
import type { PendingRow } from "../../../lambda-src/chat/stores";
import { atOnce, newChannelName, newDeparture, newMessage, newSender } from "./samples";
import { retentionDays, type StorageWorld } from "./storage-world";

/** What the message store promises of messages that are to be delivered. */
export function pendingContract(opened: () => StorageWorld): void {
  const pendingForHost = (member: MemberRef, limit = 50) =>
    opened().messages.pending(member, "toHost", limit);
  const swept = async () => {
    const rows: PendingRow[] = [];
    for await (const row of opened().messages.allPending()) rows.push(row);
    return rows;
  };
  const rowOf = (message: Message) => ({ kind: "message", message, waitsUntil: 0 });

  it("are read in the order of timestamps, then of messageIds", async () => {
    const world = opened();
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
          await Promise.all(all.map((it) => world.messages.add(newMessage(world, { member, ...it }))));

          const pending = await pendingForHost(member);

          const key = (it: (typeof all)[number]) => `${nanoseconds(it.sentAt)} ${it.messageId}`;
          const expected = [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
          expect(pending.map(({ messageId }) => messageId)).toEqual(expected.map((it) => it.messageId));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keep conversations and directions apart", async () => {
    const world = opened();
    const member = newSender();
    const toHost = newMessage(world, { member });
    const toVisitor = newMessage(world, { member, direction: "toVisitor" });
    const elsewhere = newMessage(world, { member: newSender(member.channelName) });
    for (const message of [toHost, toVisitor, elsewhere]) await world.messages.add(message);
    await world.messages.noteDeparture(newDeparture(world, { member }));

    expect(await pendingForHost(member)).toEqual([toHost]);
    expect(await world.messages.pending(member, "toVisitor", 50)).toEqual([toVisitor]);
  });

  it("are as many as asked for, past rows whose time is over", async () => {
    const world = opened();
    const member = newSender();
    const add = (prefix: string) =>
      atOnce(6, async (index) => {
        const message = newMessage(world, { member, messageId: `${prefix}-${index}` });
        await world.messages.add(message);
        return message;
      });
    await add("old");
    world.pass({ days: retentionDays + 0.1 });
    const live = await add("new");

    expect(await pendingForHost(member, 4)).toEqual(live.slice(0, 4));
    expect(await pendingForHost(member)).toEqual(live);
  });

  it("are those again that were given up, in their place and for the whole time, if an operator wants it", async () => {
    const world = opened();
    const [message, next] = [newMessage(world), newMessage(world)];
    const { member, messageId } = message;
    const restore = () => world.messages.restore(member, "toHost", messageId);
    await world.messages.add({ ...message, tries: 3, noticed: true });
    const whilePending = await restore();
    await world.messages.settle(message, "undeliverable");
    world.pass({ hours: 6 });
    await world.messages.add({ ...next, member, sentAt: new Date(world.time).toISOString() });

    const restored = await restore();

    expect([whilePending, await restore()]).toEqual([undefined, undefined]);
    const expiresAt = Math.floor((world.time + retentionDays * 86_400_000) / 1000) * 1000;
    expect(restored).toEqual({ ...message, tries: 0, expiresAt });
    expect((await pendingForHost(member)).map((it) => it.messageId)).toEqual([messageId, next.messageId]);
    await world.messages.settle(message, "delivered");
    expect(await restore()).toBeUndefined();
  });

  it.each(["delivered", "undeliverable"] as const)("are no more once they are %s", async (outcome) => {
    const world = opened();
    const [message, next] = [newMessage(world), newMessage(world)];
    await world.messages.add(message);
    await world.messages.add({ ...next, member: message.member });

    await Promise.all([world.messages.settle(message, outcome), world.messages.settle(message, outcome)]);

    expect(await pendingForHost(message.member)).toMatchObject([{ messageId: next.messageId }]);
    expect(await world.messages.conversation(message.member)).toHaveLength(2);
    expect(await world.messages.find(message.member, "toHost", message.messageId)).toBe("settled");
    const repeat = { ...message, destinationMessageId: "other" };
    expect(await world.messages.add(repeat)).toMatchObject({ added: false, pending: false });
  });

  it("lose to a delivery: of two copies of one message the delivered one wins", async () => {
    const world = opened();
    const [first, second] = [0, 1].map(() => newMessage(world, { direction: "toVisitor" }));
    if (!(first && second)) throw new Error("two messages");
    await world.messages.add(first);
    await world.messages.addDelivered(first, ["socket"]);
    await world.messages.addDelivered(second, ["socket"]);
    await world.messages.noteTaken(second, "another socket");
    const late = await world.messages.add({ ...second, destinationMessageId: "other" });

    expect(late).toMatchObject({ added: false, pending: false });
    for (const { member } of [first, second]) {
      expect(await world.messages.pending(member, "toVisitor", 9)).toEqual([]);
      expect(await world.messages.conversation(member)).toHaveLength(1);
    }
    expect(await world.messages.find(newSender(), "toVisitor", "m")).toBe("none");
  });

  it("keep how far their delivery has come", async () => {
    const world = opened();
    const source = { type: "remote file", source: "id", fileKey: "k", fileName: "a.pdf" } as const;
    const content: Content = { ...source, fileType: "application/pdf", fileSize: 0 };
    const message = newMessage(world, { firstWords: true, content });
    await world.messages.add(message);
    const copied: Content = {
      type: "file",
      fileKey: "k",
      fileName: "a.pdf",
      fileType: "application/pdf",
      fileSize: 42,
    };

    await world.messages.advance(message, { partsShown: 2 });
    await world.messages.advance(message, { tries: 1, announced: true });
    await world.messages.advance(message, { content: copied, waitsUntil: 42 });
    await world.messages.advance(message, { announced: true });
    await world.messages.advance(message, { noticed: true });

    const delivery = { partsShown: 2, tries: 1, noticed: true };
    const advanced = { ...message, firstWords: false, content: copied, ...delivery };
    expect(await pendingForHost(message.member)).toEqual([advanced]);
    expect(await swept()).toContainEqual({ kind: "message", message: advanced, waitsUntil: 42 });
  });

  it("come back neither after they were erased nor after they were settled", async () => {
    const world = opened();
    const [erased, settled] = [newMessage(world), newMessage(world)];
    await world.messages.add(settled);
    await world.messages.settle(settled, "delivered");

    await world.messages.settle(erased, "delivered");
    for (const message of [erased, settled]) await world.messages.advance(message, { tries: 1 });

    expect(await world.messages.conversation(erased.member)).toEqual([]);
    expect(await pendingForHost(settled.member)).toEqual([]);
  });

  it("are found by the sweep, of all conversations, with departures and drops", async () => {
    const world = opened();
    const channelName = newChannelName();
    const toHost = newMessage(world, { member: newSender(channelName) });
    const toVisitor = newMessage(world, { member: newSender(channelName), direction: "toVisitor" });
    const settled = newMessage(world, { member: newSender(channelName) });
    for (const message of [toHost, toVisitor, settled]) await world.messages.add(message);
    await world.messages.settle(settled, "delivered");
    const first = newDeparture(world, { member: toHost.member });
    await world.messages.noteDeparture(first);
    world.pass({ milliseconds: 5 });
    const last = newDeparture(world, { member: toHost.member });
    await world.messages.noteDeparture(last);
    await world.messages.noteDrop(channelName);

    const rows = await swept();

    const since = new Date(world.time).toISOString();
    expect(rows).toEqual(
      expect.arrayContaining([
        rowOf(toHost),
        rowOf(toVisitor),
        { kind: "departure", departure: last },
        { kind: "drop", channelName, since },
      ]),
    );
    expect(rows).not.toContainEqual(rowOf(settled));
    expect(rows).not.toContainEqual({ kind: "departure", departure: first });
    expect(await world.messages.findDrop(channelName)).toBe(since);

    await world.messages.settleDeparture(last);
    await world.messages.settleDrop(channelName);

    expect((await swept()).filter(({ kind }) => kind !== "message")).toEqual([]);
    expect(await world.messages.findDrop(channelName)).toBeUndefined();
  });

  it("are not found by the sweep when they have expired", async () => {
    const world = opened();
    const message = newMessage(world);
    await world.messages.add(message);
    world.pass({ days: retentionDays + 0.1 });

    expect(await swept()).not.toContainEqual(rowOf(message));
  });

  it("are found by the sweep past what one answer of DynamoDB holds", async () => {
    const world = opened();
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const messages = await atOnce(45, async () => {
      const message = newMessage(world, { content });
      await world.messages.add(message);
      return message;
    });

    expect(await swept()).toEqual(expect.arrayContaining(messages.map(rowOf)));
  });
}
