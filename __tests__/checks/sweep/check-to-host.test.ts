import { checkToHost } from "../../../checks/sweep/check-to-host";
import type { DirectionVerdict } from "../../../checks/sweep/verdict";
import { history, oneDelivered, post, visitorText } from "./histories";

const tokensOf = (verdict: DirectionVerdict, kind: "lost" | "unexpected" | "outOfOrder" | "pending") =>
  verdict[kind].map(({ token }) => token);

describe("a text that was acknowledged and posted once", () => {
  it("is counted, and no violation", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1")], posts: [post(10, ["kv-1-1"])] }),
    );

    expect(verdict).toEqual(oneDelivered);
  });
});

describe("lost", () => {
  it("is a text that was acknowledged, never posted, and is not pending", () => {
    const verdict = checkToHost(history({ visitorTexts: [visitorText("kv-1-1")] }));

    expect(tokensOf(verdict, "lost")).toEqual(["kv-1-1"]);
    expect(tokensOf(verdict, "pending")).toEqual([]);
  });

  it("is not a text whose row is still pending", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1")], pendingTokens: ["kv-1-1"] }),
    );

    expect(tokensOf(verdict, "lost")).toEqual([]);
    expect(tokensOf(verdict, "pending")).toEqual(["kv-1-1"]);
  });

  it("is not a text that was never acknowledged", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1", { acknowledgedAt: undefined })] }),
    );

    expect(tokensOf(verdict, "lost")).toEqual([]);
    expect(tokensOf(verdict, "pending")).toEqual(["kv-1-1"]);
  });

  const refused = post(undefined, ["kv-1-1"], { refused: true, receivedAt: 2_000 });

  it("is a text that Telegram rejected without a notice to the visitor", () => {
    const verdict = checkToHost(
      history({
        visitorTexts: [visitorText("kv-1-1")],
        posts: [refused],
        // One before the rejection, and one of another visitor.
        notices: [
          { memberId: "km-1", at: 1_900 },
          { memberId: "km-2", at: 2_100 },
        ],
      }),
    );

    expect(tokensOf(verdict, "lost")).toEqual(["kv-1-1"]);
    expect(verdict.refused).toBe(0);
  });

  it("is not a text that Telegram rejected, if the visitor was notified", () => {
    const verdict = checkToHost(
      history({
        visitorTexts: [visitorText("kv-1-1")],
        posts: [refused],
        notices: [{ memberId: "km-1", at: 2_100 }],
      }),
    );

    expect(tokensOf(verdict, "lost")).toEqual([]);
    expect(verdict.refused).toBe(1);
  });

  it.each([
    ["could not receive a notice", { from: 1_800, to: 2_050 }, []],
    ["had lost the socket long before", { from: 1_000, to: 1_900 }, ["kv-1-1"]],
  ])("depends on whether the visitor %s", (_case, silence, lost) => {
    const verdict = checkToHost(
      history({
        visitorTexts: [visitorText("kv-1-1")],
        posts: [refused],
        silences: [{ memberId: "km-1", ...silence }],
      }),
    );

    expect(tokensOf(verdict, "lost")).toEqual(lost);
  });
});

describe("unexpected", () => {
  it.each([
    ["nobody has sent", post(10, ["kv-9-9"])],
    ["is posted in another channel", post(10, ["kv-1-1"], { channelName: "two" })],
    ["is posted under another visitor's name", post(10, ["kv-1-1"], { text: "#tag Visitor11\nkv-1-1" })],
  ])("is a text that %s", (_case, wrong) => {
    const verdict = checkToHost(history({ visitorTexts: [visitorText("kv-1-1")], posts: [wrong] }));

    expect(tokensOf(verdict, "unexpected")).toEqual(wrong.tokens);
  });
});

describe("duplicated", () => {
  const texts = [visitorText("kv-1-1"), visitorText("kv-1-2")];

  it("is a text that is posted again after a clean answer: unexplained", () => {
    const verdict = checkToHost(
      history({ visitorTexts: texts, posts: [post(10, ["kv-1-1"]), post(12, ["kv-1-1"])] }),
    );

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
    expect(verdict.explainedDuplicates).toEqual([]);
  });

  it("is explained by an ambiguous answer to that very call", () => {
    const ambiguous = post(10, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] });
    const verdict = checkToHost(history({ visitorTexts: texts, posts: [ambiguous, post(12, ["kv-1-1"])] }));

    expect(verdict.explainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
    expect(verdict.unexplainedDuplicates).toEqual([]);
  });

  it("is not explained by another call's answer, nor by that of the repeat itself", () => {
    const posts = [
      post(10, ["kv-1-1", "kv-1-2"], { ambiguousFor: ["kv-1-2"] }),
      post(12, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] }),
    ];
    const verdict = checkToHost(history({ visitorTexts: texts, posts }));

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
  });

  it("is not a text whose first call posted nothing", () => {
    const verdict = checkToHost(
      history({ visitorTexts: texts, posts: [post(undefined, ["kv-1-1"]), post(12, ["kv-1-1"])] }),
    );

    expect(verdict).toMatchObject({ explainedDuplicates: [], unexplainedDuplicates: [], delivered: 1 });
  });
});

describe("out of order", () => {
  const first = visitorText("kv-1-1", { sentAt: 1_000, acknowledgedAt: 1_100, storedAt: 1_050 });

  it("is a text that was sent after another's ACK, and posted before it", () => {
    const second = visitorText("kv-1-2", { sentAt: 4_000, acknowledgedAt: 4_100, storedAt: 4_050 });
    const visitorTexts = [first, second];

    const wrong = history({ visitorTexts, posts: [post(10, ["kv-1-2"]), post(11, ["kv-1-1"])] });
    const right = history({ visitorTexts, posts: [post(10, ["kv-1-1"]), post(11, ["kv-1-2"])] });

    expect(tokensOf(checkToHost(wrong), "outOfOrder")).toEqual(["kv-1-2"]);
    expect(tokensOf(checkToHost(right), "outOfOrder")).toEqual([]);
  });

  it("is not a text whose timestamp is more than five minutes off: it is ordered by the time it was stored", () => {
    const minute = 60_000;
    const offline = (token: string, timestamp: number, storedAt: number) =>
      visitorText(token, { timestamp, storedAt, sentAt: 6 * minute, acknowledgedAt: 6 * minute + 900 });
    const tooOld = offline("kv-1-1", 1_000, 6 * minute + 300);
    const old = offline("kv-1-2", 2 * minute, 6 * minute + 200);
    const visitorTexts = [tooOld, old];

    const right = history({ visitorTexts, posts: [post(10, ["kv-1-2"]), post(11, ["kv-1-1"])] });
    const wrong = history({ visitorTexts, posts: [post(10, ["kv-1-1"]), post(11, ["kv-1-2"])] });

    expect(tokensOf(checkToHost(right), "outOfOrder")).toEqual([]);
    expect(tokensOf(checkToHost(wrong), "outOfOrder")).toEqual(["kv-1-1"]);
  });

  it("is a text with a later timestamp, if both were stored within a second", () => {
    const together = visitorText("kv-1-2", { sentAt: 1_010, storedAt: 2_050 });
    const apart = visitorText("kv-1-2", { sentAt: 1_010, storedAt: 2_051 });
    const posts = [post(10, ["kv-1-2", "kv-1-1"])];

    expect(tokensOf(checkToHost(history({ visitorTexts: [first, together], posts })), "outOfOrder")).toEqual([
      "kv-1-2",
    ]);
    expect(tokensOf(checkToHost(history({ visitorTexts: [first, apart], posts })), "outOfOrder")).toEqual([]);
  });

  it("holds for a member alone, and looks at the first of several posts", () => {
    const other = visitorText("kv-2-2", { sentAt: 4_000 });
    const posts = [
      post(9, ["kv-2-2"]),
      post(10, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] }),
      post(12, ["kv-1-1"]),
    ];

    expect(tokensOf(checkToHost(history({ visitorTexts: [first, other], posts })), "outOfOrder")).toEqual([]);
  });
});
