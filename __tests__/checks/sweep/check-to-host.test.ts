import { checkToHost } from "../../../checks/sweep/check-to-host";
import type { DirectionVerdict } from "../../../checks/sweep/verdict";
import { history, oneDelivered, post, visitorText } from "./histories";

const tokensOf = (verdict: DirectionVerdict, kind: "lost" | "unexpected" | "outOfOrder" | "pending") =>
  verdict[kind].map(({ token }) => token);

describe("a visitor's text that was acknowledged and posted once", () => {
  it("is counted as delivered, without a violation", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1")], posts: [post(10, ["kv-1-1"])] }),
    );

    expect(verdict).toEqual(oneDelivered);
  });
});

describe("a visitor's text that was not posted", () => {
  it("is lost if it was acknowledged and is not pending", () => {
    const verdict = checkToHost(history({ visitorTexts: [visitorText("kv-1-1")] }));

    expect(tokensOf(verdict, "lost")).toEqual(["kv-1-1"]);
    expect(tokensOf(verdict, "pending")).toEqual([]);
  });

  it("is not lost if its row is still pending", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1")], pendingTokens: ["kv-1-1"] }),
    );

    expect(tokensOf(verdict, "lost")).toEqual([]);
    expect(tokensOf(verdict, "pending")).toEqual(["kv-1-1"]);
  });

  it("is not lost if it was never acknowledged", () => {
    const verdict = checkToHost(
      history({ visitorTexts: [visitorText("kv-1-1", { acknowledgedAt: undefined })] }),
    );

    expect(tokensOf(verdict, "lost")).toEqual([]);
    expect(tokensOf(verdict, "pending")).toEqual(["kv-1-1"]);
  });

  const refused = post(undefined, ["kv-1-1"], { refused: true, receivedAt: 2_000 });

  it("is lost if Telegram rejected it and the visitor got no notice", () => {
    const verdict = checkToHost(
      history({
        visitorTexts: [visitorText("kv-1-1")],
        posts: [refused],
        // A notice before the rejection, and a notice to another visitor.
        notices: [
          { memberId: "km-1", at: 1_900 },
          { memberId: "km-2", at: 2_100 },
        ],
      }),
    );

    expect(tokensOf(verdict, "lost")).toEqual(["kv-1-1"]);
    expect(verdict.refused).toBe(0);
  });

  it("is not lost if Telegram rejected it and the visitor got a notice", () => {
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
    ["was offline at the time of the notice", { from: 1_800, to: 2_050 }, []],
    ["was offline only before the rejection", { from: 1_000, to: 1_900 }, ["kv-1-1"]],
  ])(
    "is lost without a notice only if the visitor could receive a notice: the visitor %s",
    (_case, silence, lost) => {
      const verdict = checkToHost(
        history({
          visitorTexts: [visitorText("kv-1-1")],
          posts: [refused],
          silences: [{ memberId: "km-1", ...silence }],
        }),
      );

      expect(tokensOf(verdict, "lost")).toEqual(lost);
    },
  );
});

describe("a posted text", () => {
  it.each([
    ["no visitor has sent it", post(10, ["kv-9-9"])],
    ["it is in another channel", post(10, ["kv-1-1"], { channelName: "two" })],
    ["it has another visitor's name", post(10, ["kv-1-1"], { text: "#tag Visitor11\nkv-1-1" })],
  ])("is unexpected if %s", (_case, wrong) => {
    const verdict = checkToHost(history({ visitorTexts: [visitorText("kv-1-1")], posts: [wrong] }));

    expect(tokensOf(verdict, "unexpected")).toEqual(wrong.tokens);
  });
});

describe("a text that is posted twice", () => {
  const texts = [visitorText("kv-1-1"), visitorText("kv-1-2")];

  it("is an unexplained duplicate after a clear answer to the first call", () => {
    const verdict = checkToHost(
      history({ visitorTexts: texts, posts: [post(10, ["kv-1-1"]), post(12, ["kv-1-1"])] }),
    );

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
    expect(verdict.explainedDuplicates).toEqual([]);
  });

  it("is an explained duplicate after an ambiguous answer to the first call", () => {
    const ambiguous = post(10, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] });
    const verdict = checkToHost(history({ visitorTexts: texts, posts: [ambiguous, post(12, ["kv-1-1"])] }));

    expect(verdict.explainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
    expect(verdict.unexplainedDuplicates).toEqual([]);
  });

  it("is an unexplained duplicate if the first call was ambiguous only for another text", () => {
    const posts = [
      post(10, ["kv-1-1", "kv-1-2"], { ambiguousFor: ["kv-1-2"] }),
      post(12, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] }),
    ];
    const verdict = checkToHost(history({ visitorTexts: texts, posts }));

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kv-1-1"]);
  });

  it("is not a duplicate if the first call posted nothing", () => {
    const verdict = checkToHost(
      history({ visitorTexts: texts, posts: [post(undefined, ["kv-1-1"]), post(12, ["kv-1-1"])] }),
    );

    expect(verdict).toMatchObject({ explainedDuplicates: [], unexplainedDuplicates: [], delivered: 1 });
  });
});

describe("two texts of a visitor", () => {
  const first = visitorText("kv-1-1", { sentAt: 1_000, acknowledgedAt: 1_100, storedAt: 1_050 });

  it("are out of order if one was sent after the other's ACK, but posted before it", () => {
    const second = visitorText("kv-1-2", { sentAt: 4_000, acknowledgedAt: 4_100, storedAt: 4_050 });
    const visitorTexts = [first, second];

    const wrong = history({ visitorTexts, posts: [post(10, ["kv-1-2"]), post(11, ["kv-1-1"])] });
    const right = history({ visitorTexts, posts: [post(10, ["kv-1-1"]), post(11, ["kv-1-2"])] });

    expect(tokensOf(checkToHost(wrong), "outOfOrder")).toEqual(["kv-1-2"]);
    expect(tokensOf(checkToHost(right), "outOfOrder")).toEqual([]);
  });

  it("are ordered by the time of storage if a timestamp is more than five minutes off", () => {
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

  it("are ordered by timestamp if both were stored within a second", () => {
    const together = visitorText("kv-1-2", { sentAt: 1_010, storedAt: 2_050 });
    const apart = visitorText("kv-1-2", { sentAt: 1_010, storedAt: 2_051 });
    const posts = [post(10, ["kv-1-2", "kv-1-1"])];

    expect(tokensOf(checkToHost(history({ visitorTexts: [first, together], posts })), "outOfOrder")).toEqual([
      "kv-1-2",
    ]);
    expect(tokensOf(checkToHost(history({ visitorTexts: [first, apart], posts })), "outOfOrder")).toEqual([]);
  });

  it("are ordered by their first posts, regardless of other members' texts", () => {
    const other = visitorText("kv-2-2", { sentAt: 4_000 });
    const posts = [
      post(9, ["kv-2-2"]),
      post(10, ["kv-1-1"], { ambiguousFor: ["kv-1-1"] }),
      post(12, ["kv-1-1"]),
    ];

    expect(tokensOf(checkToHost(history({ visitorTexts: [first, other], posts })), "outOfOrder")).toEqual([]);
  });
});
