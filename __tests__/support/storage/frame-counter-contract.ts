import * as fc from "fast-check";
import { atOnce, newConnectionId, newMember } from "./samples";
import { frameLimit, retentionDays, type StorageWorld } from "./storage-world";

/** What the frame counter promises: a bucket of `burst` frames, filled at `perSecond`. */
export function frameCounterContract(opened: () => StorageWorld): void {
  const silent = { speaks: false } as const;
  const joined = async () => {
    const ref = newMember();
    await opened().members.join(ref, "Ada", newConnectionId());
    return ref;
  };

  it("lets a burst of exactly 20 through of 50 frames at the same moment", async () => {
    const { members } = opened();
    const ref = await joined();

    const counts = await atOnce(50, () => members.countFrame(ref, silent));

    const refused = counts.filter(({ allowed }) => !allowed);
    expect(counts).toHaveLength(50);
    expect(refused).toHaveLength(30);
    expect(refused).toContainEqual({ allowed: false, reason: "too many", retryAfterMilliseconds: 500 });
  });

  it("lets two a second through after that", async () => {
    const world = opened();
    const ref = await joined();
    await atOnce(20, () => world.members.countFrame(ref, silent));

    world.pass({ milliseconds: 1000 });
    const counts = await atOnce(5, () => world.members.countFrame(ref, silent));

    expect(counts.filter(({ allowed }) => allowed)).toHaveLength(2);
  });

  it("counts each member for themselves", async () => {
    const { members } = opened();
    const [noisy, quiet] = [await joined(), await joined()];
    await atOnce(25, () => members.countFrame(noisy, silent));

    expect(await members.countFrame(quiet, silent)).toEqual({ allowed: true, firstWords: false });
    expect(await members.countFrame(noisy, silent)).toMatchObject({ allowed: false });
  });

  it("does as a plain token bucket does, whatever the times between frames", async () => {
    const world = opened();
    const interval = 1000 / frameLimit.perSecond;

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(2_500)), {
          minLength: 20,
          maxLength: 40,
        }),
        async (pauses) => {
          const ref = await joined();
          // In milliseconds of rate, so that all numbers are whole.
          let credit = frameLimit.burst * interval;
          for (const pause of pauses) {
            world.pass({ milliseconds: pause });
            credit = Math.min(frameLimit.burst * interval, credit + pause);
            const expected =
              credit >= interval
                ? { allowed: true, firstWords: false }
                : { allowed: false, reason: "too many", retryAfterMilliseconds: interval - credit };
            if (expected.allowed) credit -= interval;

            expect(await world.members.countFrame(ref, silent)).toEqual(expected);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it("knows the first words of a visit, also of two that come at the same moment", async () => {
    const { members } = opened();
    const ref = await joined();
    await members.countFrame(ref, silent);

    const counts = await atOnce(2, () => members.countFrame(ref, { speaks: true }));
    const later = await members.countFrame(ref, { speaks: true });
    await members.noteAbsence(ref);
    const back = await members.countFrame(ref, { speaks: true });

    expect(counts.map((it) => it.allowed && it.firstWords).sort()).toEqual([false, true]);
    expect(later).toEqual({ allowed: true, firstWords: false });
    expect(back).toEqual({ allowed: true, firstWords: true });
  });

  it("notes no presence for a frame that is refused", async () => {
    const { members } = opened();
    const ref = await joined();
    await atOnce(20, () => members.countFrame(ref, silent));

    const refused = await members.countFrame(ref, { speaks: true });

    expect(refused).toMatchObject({ allowed: false });
    expect((await members.find(ref))?.present).toBe(false);
  });

  it("refuses a member whom nobody knows, and makes no row", async () => {
    const { members } = opened();
    const ref = newMember();

    const count = await members.countFrame(ref, { speaks: true });

    expect(count).toEqual({ allowed: false, reason: "unknown member" });
    expect(await members.find(ref)).toBeUndefined();
  });

  it("refuses a member whose time is over, though the row is there", async () => {
    const world = opened();
    const ref = await joined();
    world.pass({ days: retentionDays + 2 });

    expect(await world.members.countFrame(ref, silent)).toEqual({ allowed: false, reason: "unknown member" });
  });
}
