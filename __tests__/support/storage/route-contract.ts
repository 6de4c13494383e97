import { randomInt } from "node:crypto";
import { atOnce, newChatId, newMember } from "./samples";
import { retentionDays, type StorageContext } from "./storage-context";

/** Contract of the route store. */
export function routeContract(opened: () => StorageContext): void {
  const newKey = () => ({ hostChatId: newChatId(), chatMessageId: randomInt(1e9) });

  it("keeps the first recipient, even if several recipients are set at the same moment", async () => {
    const { routes } = opened();
    const key = newKey();
    const members = Array.from({ length: 5 }, () => newMember());

    const decisions = await Promise.all(members.map((member) => routes.decide(key, member)));

    const first = decisions.filter((it) => it?.isFirst);
    expect(first).toHaveLength(1);
    expect(new Set(decisions.map((it) => it?.recipient.tag))).toEqual(new Set([first[0]?.recipient.tag]));
    expect(await routes.find(key)).toEqual(first[0]?.recipient);
  });

  it("distinguishes messages with the same id in different chats", async () => {
    const { routes } = opened();
    const key = newKey();
    const member = newMember();
    await routes.decide(key, member);

    expect(await routes.find({ ...key, hostChatId: newChatId() })).toBeUndefined();
    expect(await routes.find({ ...key, chatMessageId: key.chatMessageId + 1 })).toBeUndefined();
  });

  it("allows one answer to a message, and keeps its recipient", async () => {
    const { routes } = opened();
    const key = newKey();
    const member = newMember();
    await routes.decide(key, member);

    const claims = await atOnce(6, () => routes.claimAnswer(key));

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await routes.find(key)).toEqual(member);
  });

  it("allows one offline notice for a message, in addition to its answer", async () => {
    const { routes } = opened();
    const key = newKey();
    const member = newMember();
    await routes.decide(key, member);
    await routes.claimAnswer(key);

    const claims = await atOnce(6, () => routes.claimAbsenceNotice(key));

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await routes.find(key)).toEqual(member);
  });

  it.each(["claimAnswer", "claimAbsenceNotice"] as const)(
    "allows %s once, even if the SDK repeats the request after a lost response",
    async (claim) => {
      const context = opened();
      const key = newKey();
      context.repeatNextRequest();

      const claims = [await context.routes[claim](key), await context.routes[claim](key)];

      expect(claims).toEqual([true, false]);
    },
  );

  it("finds the text of a message whose edits are passed on, and keeps the text of the latest edit", async () => {
    const { routes } = opened();
    const [key, other, answered] = [newKey(), newKey(), newKey()];
    const member = newMember();
    const text = { messageId: "u000000000042", digest: "first" };
    await routes.decide(key, member, text);
    await routes.decide(key, newMember(), { messageId: "u000000000043", digest: "another" });
    await routes.decide(other, member);
    await routes.claimAnswer(answered);

    expect(await routes.findText(key)).toEqual({ ...member, text });
    for (const [updateId, digest] of [
      [51, "second"],
      [53, "fourth"],
      [52, "third"],
    ] as const) {
      await routes.noteEdit(key, digest, updateId);
    }
    expect(await routes.findText(key)).toEqual({ ...member, text: { ...text, digest: "fourth" } });
    expect(await routes.find(key)).toEqual(member);
    await routes.noteEdit(other, "second", 51);
    await routes.noteEdit(newKey(), "second", 51);
    expect([await routes.findText(other), await routes.findText(answered)]).toEqual([undefined, undefined]);
  });

  it("sets no recipient for a message after its host was notified that there is none", async () => {
    const { routes } = opened();
    const key = newKey();
    await routes.claimAnswer(key);

    expect(await routes.decide(key, newMember())).toBeUndefined();
    expect(await routes.find(key)).toBeUndefined();
  });

  it("allows one report of a message without a recipient, and no report of a routed message", async () => {
    const { routes } = opened();
    const [dropped, routed] = [newKey(), newKey()];
    await routes.decide(routed, newMember());
    await routes.claimAnswer(routed);

    const claims = [await routes.claimReport(dropped), await routes.claimReport(dropped)];

    expect(claims).toEqual(["claimed", "claimed before"]);
    expect(await routes.claimReport(routed)).toBe("routed");
    expect(await routes.decide(dropped, newMember())).toBeUndefined();
  });

  it("allows one attempt of a report at a time, and none after the report", async () => {
    const context = opened();
    const { routes } = context;
    const key = newKey();
    const milliseconds = 12_000;
    const claimAgain = () => routes.claimReportAgain(key, milliseconds);
    await routes.claimReport(key);

    const underWay = await claimAgain();
    context.pass({ milliseconds: milliseconds + 1 });
    const afterAttempt = await atOnce(6, claimAgain);
    await routes.releaseReport(key);
    const released = [await claimAgain(), await claimAgain()];
    await routes.noteReported(key);
    context.pass({ milliseconds: milliseconds + 1 });

    expect(underWay).toBe("under way");
    expect(afterAttempt.filter((it) => it === "claimed")).toHaveLength(1);
    expect(afterAttempt.filter((it) => it === "under way")).toHaveLength(5);
    expect(released).toEqual(["claimed", "under way"]);
    expect(await claimAgain()).toBe("reported");
    expect(await routes.claimAnswer(key)).toBe(false);
  });

  it("does not find an expired route whose row is still stored", async () => {
    const context = opened();
    const key = newKey();
    await context.routes.decide(key, newMember());
    await context.routes.claimAnswer(key);
    await context.routes.noteReported(key);
    context.pass({ days: retentionDays + 0.1 });
    const member = newMember();

    expect(await context.routes.find(key)).toBeUndefined();
    expect(await context.routes.claimAnswer(key)).toBe(true);
    expect(await context.routes.decide({ ...key, chatMessageId: 1 }, member)).toEqual({
      recipient: member,
      isFirst: true,
    });
  });
}
