import * as fc from "fast-check";
import { type Content, destinationOf } from "../../../lambda-src/chat/model";
import { atOnce, newChannelName, newDeparture, newMember, newMessage } from "./samples";
import { retentionDays, type StorageWorld } from "./storage-world";

/** What the message store promises of messages that wait to be delivered. */
export function waitingContract(opened: () => StorageWorld): void {
  const waitingForHost = (channelName: string, limit = 50) =>
    opened().messages.waiting({ to: "host", channelName }, limit);

  it("gives what waits in the order of timestamps, then of messageIds", async () => {
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
          const member = newMember();
          await Promise.all(all.map((it) => world.messages.add(newMessage(world, { member, ...it }))));

          const waiting = await waitingForHost(member.channelName);

          const key = (it: (typeof all)[number]) => `${nanoseconds(it.sentAt)} ${it.messageId}`;
          const expected = [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
          expect(waiting.map(({ messageId }) => messageId)).toEqual(expected.map((it) => it.messageId));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keeps what waits for one host, another host and a visitor apart", async () => {
    const world = opened();
    const member = newMember();
    const toHost = newMessage(world, { member });
    const toVisitor = newMessage(world, { member, direction: "toVisitor" });
    const elsewhere = newMessage(world);
    for (const message of [toHost, toVisitor, elsewhere]) await world.messages.add(message);

    expect(await waitingForHost(member.channelName)).toEqual([toHost]);
    expect(await world.messages.waiting({ to: "member", ...member }, 50)).toEqual([toVisitor]);
    expect(await world.messages.waiting({ to: "departures", channelName: member.channelName }, 9)).toEqual(
      [],
    );
  });

  it("gives as many as asked for, past rows whose time is over", async () => {
    const world = opened();
    const member = newMember();
    const add = (prefix: string) =>
      atOnce(6, async (index) => {
        const message = newMessage(world, { member, messageId: `${prefix}-${index}` });
        await world.messages.add(message);
        return message;
      });
    await add("old");
    world.pass({ days: retentionDays + 0.1 });
    const live = await add("new");

    expect(await waitingForHost(member.channelName, 4)).toEqual(live.slice(0, 4));
    expect(await waitingForHost(member.channelName)).toEqual(live);
  });

  it.each(["delivered", "undeliverable"] as const)(
    "lets a message that is %s wait no more",
    async (outcome) => {
      const world = opened();
      const [message, next] = [newMessage(world), newMessage(world)];
      await world.messages.add(message);
      await world.messages.add({ ...next, member: message.member });

      await Promise.all([world.messages.settle(message, outcome), world.messages.settle(message, outcome)]);

      expect(await waitingForHost(message.member.channelName)).toMatchObject([{ messageId: next.messageId }]);
      expect(await world.messages.history(message.member, 50, undefined)).toHaveLength(2);
      const repeat = { ...message, destinationMessageId: "other" };
      expect(await world.messages.add(repeat)).toMatchObject({ added: false });
    },
  );

  it("notes what the host has seen, and the message waits on", async () => {
    const world = opened();
    const message = newMessage(world, { firstWords: true });
    await world.messages.add(message);

    await world.messages.advance(message, 2);

    expect(await waitingForHost(message.member.channelName)).toEqual([
      { ...message, firstWords: false, partsShown: 2 },
    ]);
  });

  it("makes no row of a message that was erased", async () => {
    const world = opened();
    const message = newMessage(world);

    await world.messages.settle(message, "delivered");
    await world.messages.advance(message, 1);
    await world.messages.hold(message);

    expect(await world.messages.history(message.member, 50, undefined)).toEqual([]);
    expect(await waitingForHost(message.member.channelName)).toEqual([]);
  });

  it("names each destination where something has waited too long, once", async () => {
    const world = opened();
    const channelName = newChannelName();
    const old = newMessage(world, { member: newMember(channelName) });
    const held = newMessage(world, { member: newMember(channelName), direction: "toVisitor" });
    const kept = newMessage(world, { member: newMember(channelName), direction: "toVisitor" });
    const settled = newMessage(world);
    for (const message of [old, held, kept, settled]) await world.messages.add(message);
    await world.messages.add({ ...old, messageId: "another" });
    await world.messages.hold(held);
    await world.messages.settle(settled, "delivered");
    world.pass({ milliseconds: 1 });
    const before = new Date(world.time).toISOString();
    const fresh = newMessage(world);
    await world.messages.add(fresh);

    const overdue = await world.messages.overdue(before);

    const ours = overdue.filter((it) => it.channelName === channelName);
    expect(ours).toHaveLength(2);
    expect(ours).toEqual(expect.arrayContaining([destinationOf(old), destinationOf(kept)]));
    expect(overdue).not.toContainEqual(destinationOf(fresh));
    expect(overdue).not.toContainEqual(destinationOf(settled));
    expect(await world.messages.waiting(destinationOf(held), 9)).toEqual([held]);
  });

  it("names no destination of what has expired", async () => {
    const world = opened();
    const message = newMessage(world);
    await world.messages.add(message);
    world.pass({ days: retentionDays + 0.1 });

    const overdue = await world.messages.overdue(new Date(world.time).toISOString());

    expect(overdue).not.toContainEqual(destinationOf(message));
  });

  it("finds what has waited too long past what one answer of DynamoDB holds", async () => {
    const world = opened();
    const content: Content = { type: "text", text: "x".repeat(30_000) };
    const messages = await atOnce(45, async () => {
      const message = newMessage(world, { content });
      await world.messages.add(message);
      return message;
    });
    world.pass({ milliseconds: 1 });

    const overdue = await world.messages.overdue(new Date(world.time).toISOString());

    expect(overdue).toEqual(expect.arrayContaining(messages.map(destinationOf)));
  });

  it("keeps the last departure of a visitor, apart from messages", async () => {
    const world = opened();
    const member = newMember();
    const { channelName } = member;
    const first = newDeparture(world, { member });
    await world.messages.noteDeparture(first);
    world.pass({ milliseconds: 1 });
    const between = new Date(world.time).toISOString();
    const last = newDeparture(world, { member });
    await world.messages.noteDeparture(last);
    world.pass({ milliseconds: 1 });
    const now = new Date(world.time).toISOString();

    expect(await world.messages.departures(channelName, now)).toEqual([last]);
    expect(await world.messages.departures(channelName, between)).toEqual([]);
    expect(await waitingForHost(channelName)).toEqual([]);
    expect(await world.messages.overdue(now)).toContainEqual({ to: "departures", channelName });

    await world.messages.settleDeparture(last);

    expect(await world.messages.departures(channelName, now)).toEqual([]);
  });
}
