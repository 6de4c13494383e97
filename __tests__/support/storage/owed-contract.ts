import { newConnectionId, newMember } from "./samples";
import type { StorageContext } from "./storage-context";

/** Contract of the member store for messages that may have to be pushed again. */
export function owedContract(opened: () => StorageContext): void {
  const join = async (ref = newMember(), connectionId = newConnectionId()) =>
    (await opened().members.join(ref, "Ada", opened().arrival(connectionId))).member;

  it("stores that messages since the last frame must be pushed again, until the mailbox is emptied", async () => {
    const context = opened();
    const { members } = context;
    const ref = newMember();
    await join(ref, "first");
    const begun = context.time;
    const heardFrom = (connectionId: string) =>
      members.countFrame(ref, { bytes: 0, receivedAt: context.time, connectionId });
    context.pass({ milliseconds: 5_000 });
    await heardFrom("first");
    context.pass({ milliseconds: 5_000 });

    const second = await members.join(ref, "Ada", opened().arrival("second"));
    await members.removeSocket(ref, "second");
    context.pass({ milliseconds: 5_000 });
    const third = await members.join(ref, "Ada", opened().arrival("third"));
    await heardFrom("third");

    const joined = begun + 10_000;
    const [first, last] = [begun + 5_000, begun + 15_000];
    expect(second.member).toMatchObject({ resendFrom: joined, resendTo: ["second"] });
    expect(third.member).toMatchObject({ resendFrom: joined, resendTo: ["third"] });
    expect(third.member.heard).toEqual({ first, second: joined, third: last });
    await members.emptyMailbox(third.member);
    expect(await members.find(ref)).toMatchObject({ resendFrom: undefined, heard: { first, third: last } });
    expect((await members.join(ref, "Ada", opened().arrival("fourth"))).member.resendFrom).toBe(last);
  });

  it("keeps the earliest frame time of any number of closed sockets", async () => {
    const context = opened();
    const { members } = context;
    const ref = newMember();
    await join(ref, "first");
    const begun = context.time;
    await members.removeSocket(ref, "first");
    for (let count = 0; count < 30; count += 1) {
      context.pass({ milliseconds: 1_000 });
      await join(ref, `hasty-${count}`);
      await members.removeSocket(ref, `hasty-${count}`);
    }

    const { heard = {}, resendFrom } = (await members.find(ref)) ?? {};
    expect(resendFrom).toBe(begun);
    expect(Object.keys(heard).length).toBeLessThan(15);
  });

  it("stores the earliest time from which sockets need their messages again", async () => {
    const context = opened();
    const member = await join();

    await context.members.resend(member, ["one", "two"], 5_000);
    await context.members.resend(member, ["three"], 9_000);

    const found = await context.members.find(member);
    expect(found?.resendFrom).toBe(5_000);
    expect(new Set(found?.resendTo)).toEqual(new Set(["one", "two", "three"]));
    expect(found?.mailbox).toBeDefined();
  });
}
