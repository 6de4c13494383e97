import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { atOnce, newChatId, newConnectionId, newMember } from "./samples";
import {
  bytesPerDay,
  frameLimit,
  messagesPerDay,
  retentionDays,
  type StorageContext,
} from "./storage-context";

/** Contract of the frame counter, which is a token bucket of `burst` frames that is refilled at `perSecond`. */
export function frameCounterContract(opened: () => StorageContext): void {
  const silent = { bytes: 0 } as const;
  const message = { bytes: 500 } as const;
  const upload = (mebibytes: number) => ({ bytes: 0, mebibytes });
  const joined = async () => {
    const ref = newMember();
    await opened().members.join(ref, "Ada", opened().arrival(newConnectionId()));
    return ref;
  };

  it("counts the members of a channel who have written and have not left", async () => {
    const { members } = opened();
    const { channelName } = newMember();
    const join = async () => {
      const { member } = await members.join(
        newMember(channelName),
        "Ada",
        opened().arrival(newConnectionId()),
      );
      return member;
    };
    await members.countFrame(await join(), message);
    await members.countFrame(await join(), silent);
    const left = await join();
    await members.countFrame(left, message);
    await members.noteAbsence(left);
    await opened().caughtUp();

    expect(await members.countPresent(channelName)).toBe(1);
  });

  it("does not count a member who has written and whose row has expired", async () => {
    const context = opened();
    const ref = await joined();
    await context.members.countFrame(ref, message);
    await context.caughtUp();
    context.pass({ days: retentionDays + 2 });

    expect(await context.members.countPresent(ref.channelName)).toBe(0);
  });

  it("allows exactly 20 of 50 frames that arrive at the same moment", async () => {
    const { members } = opened();
    const ref = await joined();

    const counts = await atOnce(50, () => members.countFrame(ref, silent));

    const refused = counts.filter(({ allowed }) => !allowed);
    expect(counts).toHaveLength(50);
    expect(refused).toHaveLength(30);
    expect(refused).toContainEqual({ allowed: false, reason: "too many", retryAfterMilliseconds: 500 });
  });

  it("allows two more frames a second after the burst", async () => {
    const context = opened();
    const ref = await joined();
    await atOnce(20, () => context.members.countFrame(ref, silent));

    context.pass({ milliseconds: 1000 });
    const counts = await atOnce(5, () => context.members.countFrame(ref, silent));

    expect(counts.filter(({ allowed }) => allowed)).toHaveLength(2);
  });

  it("has a separate limit for each member", async () => {
    const { members } = opened();
    const [noisy, quiet] = [await joined(), await joined()];
    await atOnce(25, () => members.countFrame(noisy, silent));

    expect(await members.countFrame(quiet, silent)).toEqual({
      allowed: true,
      firstWords: false,
      waitsUntil: 0,
    });
    expect(await members.countFrame(noisy, silent)).toMatchObject({ allowed: false });
  });

  it("behaves like a token bucket for any intervals between frames", async () => {
    const context = opened();
    const interval = 1000 / frameLimit.perSecond;

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(2_500)), {
          minLength: 20,
          maxLength: 40,
        }),
        async (pauses) => {
          const ref = await joined();
          // The credit is in milliseconds, so that all numbers are integers.
          let credit = frameLimit.burst * interval;
          for (const pause of pauses) {
            context.pass({ milliseconds: pause });
            credit = Math.min(frameLimit.burst * interval, credit + pause);
            const expected =
              credit >= interval
                ? { allowed: true, firstWords: false, waitsUntil: 0 }
                : { allowed: false, reason: "too many", retryAfterMilliseconds: interval - credit };
            if (expected.allowed) {
              credit -= interval;
            }

            expect(await context.members.countFrame(ref, silent)).toEqual(expected);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it("marks the first message of a visit, and only one of two simultaneous messages", async () => {
    const { members } = opened();
    const ref = await joined();
    await members.countFrame(ref, silent);

    const counts = await atOnce(2, () => members.countFrame(ref, message));
    const later = await members.countFrame(ref, message);
    await members.noteAbsence(ref);
    const back = await members.countFrame(ref, message);

    expect(counts.map((it) => it.allowed && it.firstWords).sort()).toEqual([false, true]);
    expect(later).toEqual({ allowed: true, firstWords: false, waitsUntil: 0 });
    expect(back).toEqual({ allowed: true, firstWords: true, waitsUntil: 0 });
  });

  it("does not mark a member as present for a rejected frame", async () => {
    const { members } = opened();
    const ref = await joined();
    await atOnce(20, () => members.countFrame(ref, silent));

    const refused = await members.countFrame(ref, message);

    expect(refused).toMatchObject({ allowed: false });
    expect((await members.find(ref))?.present).toBe(false);
  });

  it("rejects a frame of an unknown member, and creates no row", async () => {
    const { members } = opened();
    const ref = newMember();

    const count = await members.countFrame(ref, message);

    expect(count).toEqual({ allowed: false, reason: "unknown member" });
    expect(await members.find(ref)).toBeUndefined();
  });

  it("rejects a frame of a member whose expired row is still stored", async () => {
    const context = opened();
    const ref = await joined();
    context.pass({ days: retentionDays + 2 });

    expect(await context.members.countFrame(ref, silent)).toEqual({
      allowed: false,
      reason: "unknown member",
    });
  });

  it("returns the time until which the member's messages wait for the host's chat", async () => {
    const { members } = opened();
    const ref = await joined();

    await members.noteWait(ref, 1_234.5);
    await members.noteWait(newMember(), 1);

    expect(await members.countFrame(ref, message)).toMatchObject({ allowed: true, waitsUntil: 1_234.5 });
  });

  it("stores when the gateway last received a frame other than JOIN from each socket of a member", async () => {
    const context = opened();
    const ref = await joined();
    const heard = async () => (await context.members.find(ref))?.heard;
    const before = await heard();
    context.pass({ milliseconds: 60_000 });

    await context.members.countFrame(ref, silent);
    const after = await heard();
    // The function that counts the frame runs two seconds after the gateway received it.
    const receivedAt = context.time - 2_000;
    await context.members.countFrame(ref, { ...silent, receivedAt, connectionId: "another" });

    expect(after).toEqual(before);
    expect(await heard()).toEqual({ ...before, another: receivedAt });
  });

  describe("for the daily limit", () => {
    const day = 86_400_000;
    /** Advances the clock to one minute before the next UTC day. */
    const lastMinute = (context: StorageContext) =>
      context.pass({ milliseconds: day - (context.time % day) - 60_000 });

    it("keeps the counts of only one day, even for a member who writes every other day", async () => {
      const context = opened();
      const [ref, chatId] = [newMember(), newChatId()];
      for (let turn = 0; turn < 12; turn += 1) {
        context.pass({ days: 2 });
        await context.members.addTelegramMember(ref, "Ada", chatId);
        await context.members.countFrame(ref, message);
      }

      const memberKey = `${ref.channelName}/${ref.tag}`;
      const { Item = {} } = await context.client.send(
        new GetCommand({ TableName: context.tableName("Members"), Key: { memberKey }, ConsistentRead: true }),
      );

      expect(Object.keys(Item).filter((name) => /^messages\d/.test(name))).toHaveLength(1);
      expect(Object.keys(Item).filter((name) => /^bytes\d/.test(name))).toHaveLength(1);
    });

    it.each([
      ["messages", { ...message, mebibytes: messagesPerDay - 1 }],
      ["bytes", { bytes: bytesPerDay - 499 }],
    ])(
      "rejects a message that exceeds the daily limit of %s, and returns the time until the next day",
      async (_case, most) => {
        const context = opened();
        lastMinute(context);
        const ref = await joined();

        const all = await context.members.countFrame(ref, most);
        context.pass({ milliseconds: 1000 });
        const more = await context.members.countFrame(ref, message);
        const other = await context.members.countFrame(ref, silent);
        context.pass({ milliseconds: 60_000 });
        const tomorrow = await context.members.countFrame(ref, message);

        expect(all).toMatchObject({ allowed: true });
        expect(more).toEqual({ allowed: false, reason: "day is full", retryAfterMilliseconds: 59_000 });
        expect(other).toMatchObject({ allowed: true });
        expect(tomorrow).toMatchObject({ allowed: true });
      },
    );

    it("counts each mebibyte of an upload as a message, but not as the first message of a visit", async () => {
      const context = opened();
      lastMinute(context);
      const ref = await joined();

      await context.members.countFrame(ref, upload(messagesPerDay - 40));
      await context.members.countFrame(ref, message);
      await context.members.noteAbsence(ref);
      const counts = [
        await context.members.countFrame(ref, upload(20)),
        await context.members.countFrame(ref, upload(20)),
      ];
      const words = await context.members.countFrame(ref, message);

      expect(counts).toEqual([
        { allowed: true, firstWords: false, waitsUntil: 0 },
        { allowed: false, reason: "day is full", retryAfterMilliseconds: 60_000 },
      ]);
      expect(words).toMatchObject({ allowed: true, firstWords: true });
    });

    it("accepts an upload that exceeds the daily limit if nothing was sent that day", async () => {
      const { members } = opened();
      const ref = await joined();

      const counts = [
        await members.countFrame(ref, upload(messagesPerDay + 1)),
        await members.countFrame(ref, message),
      ];

      expect(counts).toMatchObject([{ allowed: true }, { allowed: false, reason: "day is full" }]);
    });

    it.each([
      ["messages", { bytes: 0, mebibytes: messagesPerDay - 3 }],
      ["bytes", { bytes: bytesPerDay - 3 * 500 }],
    ])(
      "accepts exactly as many simultaneous messages as the daily limit of %s allows",
      async (_case, most) => {
        const context = opened();
        const ref = await joined();
        await context.members.countFrame(ref, most);
        context.pass({ milliseconds: 20_000 });

        const counts = await atOnce(8, () => context.members.countFrame(ref, message));

        expect(counts.filter(({ allowed }) => allowed)).toHaveLength(3);
      },
    );
  });
}
