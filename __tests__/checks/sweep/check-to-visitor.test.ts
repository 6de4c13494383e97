import { checkToVisitor } from "../../../checks/sweep/check-to-visitor";
import { history, hostText, oneDelivered, post, reception, visitorText } from "./histories";

/** Visitors 1 and 2 have each sent a text, visitor 1 last. */
const talk = {
  visitorTexts: [visitorText("kv-1-1"), visitorText("kv-2-1")],
  posts: [post(10, ["kv-2-1"]), post(11, ["kv-1-1"])],
};

describe("a host's text", () => {
  it("is counted as delivered, without a violation, if its visitor has received it once", () => {
    const verdict = checkToVisitor(
      history({ ...talk, hostTexts: [hostText("kh-1-1", 12)], receptions: [reception("kh-1-1", "km-1")] }),
    );

    expect(verdict).toEqual(oneDelivered);
  });

  it.each([
    ["lost if the webhook accepted it, but no visitor received it", {}, [], ["kh-1-1"], []],
    ["pending if the webhook never accepted it", { takenAt: undefined }, [], [], ["kh-1-1"]],
    ["pending if its row is pending", {}, ["kh-1-1"], [], ["kh-1-1"]],
  ])("is %s", (_case, rest, pendingTokens, lost, pending) => {
    const verdict = checkToVisitor(
      history({ ...talk, hostTexts: [hostText("kh-1-1", 12, rest)], pendingTokens }),
    );

    expect(verdict.lost.map(({ token }) => token)).toEqual(lost);
    expect(verdict.pending.map(({ token }) => token)).toEqual(pending);
  });
});

describe("a host's text that the bot declined", () => {
  const unknown = [post(10, ["kv-2-1"], { ambiguousFor: ["kv-2-1"] })];
  const declined = { declined: true };

  it.each([
    [
      "counted as rejected if no earlier post has a known answer",
      unknown,
      [hostText("kh-1-1", 12, declined)],
      1,
    ],
    ["lost if an earlier post has a known answer", talk.posts, [hostText("kh-1-1", 12, declined)], 0],
    [
      "lost if it replies to a visitor's post",
      unknown,
      [hostText("kh-1-1", 12, { ...declined, address: { kind: "reply", to: "kv-2-1" } })],
      0,
    ],
    [
      "counted as rejected if it replies to a rejected text",
      unknown,
      [
        hostText("kh-1-1", 12, declined),
        hostText("kh-1-2", 13, { ...declined, address: { kind: "own", to: "kh-1-1" } }),
      ],
      2,
    ],
  ] as const)("is %s", (_case, posts, hostTexts, refused) => {
    const verdict = checkToVisitor(history({ ...talk, posts, hostTexts }));

    expect(verdict.refused).toBe(refused);
    expect(verdict.lost).toHaveLength(hostTexts.length - refused);
  });

  it("is lost if the host got no notice", () => {
    const verdict = checkToVisitor(history({ ...talk, posts: unknown, hostTexts: [hostText("kh-1-1", 12)] }));

    expect(verdict.lost.map(({ token }) => token)).toEqual(["kh-1-1"]);
  });
});

describe("the correct recipient", () => {
  const unexpected = (parts: Parameters<typeof history>[0]) =>
    checkToVisitor(history({ ...talk, ...parts })).unexpected.map(({ token }) => token);

  it.each([
    ["km-1", []],
    ["km-2", ["kh-1-1"]],
  ])("of a plain text is the visitor of the newest post: %s", (memberId, expected) => {
    const hostTexts = [hostText("kh-1-1", 12)];

    expect(unexpected({ hostTexts, receptions: [reception("kh-1-1", memberId)] })).toEqual(expected);
  });

  it("of a plain text is never the visitor of a post with a greater message_id", () => {
    const posts = [post(10, ["kv-2-1"]), post(13, ["kv-1-1"])];
    const hostTexts = [hostText("kh-1-1", 12)];

    expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-1")] })).toEqual(["kh-1-1"]);
    expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-2")] })).toEqual([]);
  });

  it.each([
    ["known within half a second before", { knownFrom: 4_501 }, []],
    ["known half a second before", { knownFrom: 4_500 }, ["kh-1-1"]],
    ["known after the text, because the table failed", { knownFrom: 5_300 }, []],
    ["never stored", { knownFrom: undefined }, []],
    ["made by a function that was killed", { ambiguousFor: ["kv-1-1"] }, []],
  ])(
    "of a plain text may still be the visitor of the previous post if the newest post was %s",
    (_case, rest, expected) => {
      const posts = [post(10, ["kv-2-1"]), post(11, ["kv-1-1"], rest)];
      const hostTexts = [hostText("kh-1-1", 12)];

      expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-2")] })).toEqual(expected);
      expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-1")] })).toEqual([]);
    },
  );

  it.each([
    ["km-2", []],
    ["km-1", ["kh-1-1"]],
  ])("of a reply to a post is the visitor of that post: %s", (memberId, expected) => {
    const hostTexts = [hostText("kh-1-1", 12, { address: { kind: "reply", to: "kv-2-1" } })];

    expect(unexpected({ hostTexts, receptions: [reception("kh-1-1", memberId)] })).toEqual(expected);
  });

  it("of a reply to a host's message is the visitor who received that message", () => {
    const hostTexts = [
      hostText("kh-1-1", 12, { address: { kind: "reply", to: "kv-2-1" } }),
      hostText("kh-1-2", 13, { address: { kind: "own", to: "kh-1-1" } }),
    ];
    const first = reception("kh-1-1", "km-2");

    expect(unexpected({ hostTexts, receptions: [first, reception("kh-1-2", "km-2")] })).toEqual([]);
    expect(unexpected({ hostTexts, receptions: [first, reception("kh-1-2", "km-1")] })).toEqual(["kh-1-2"]);
  });

  it("is a single visitor, and a text that no host has sent has no recipient", () => {
    const posts = [post(10, ["kv-2-1"]), post(11, ["kv-1-1"], { knownFrom: undefined })];
    const both = [reception("kh-1-1", "km-1"), reception("kh-1-1", "km-2")];

    expect(unexpected({ posts, hostTexts: [hostText("kh-1-1", 12)], receptions: both })).toEqual(["kh-1-1"]);
    expect(unexpected({ receptions: [reception("kh-9-9", "km-1")] })).toEqual(["kh-9-9"]);
  });
});

describe("a message that a visitor receives", () => {
  const two = [hostText("kh-1-1", 12), hostText("kh-1-2", 13)];

  it("is a duplicate if one text arrives with two messageIds", () => {
    const receptions = [reception("kh-1-1", "km-1"), reception("kh-1-1", "km-1", 7_000)];

    const verdict = checkToVisitor(history({ ...talk, hostTexts: two, receptions }));

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kh-1-1"]);
  });

  it.each([
    ["correct if the messages arrive in the host's order", 6_000, 7_000, []],
    ["violated if they arrive in another order", 7_000, 6_000, ["kh-1-1"]],
  ])("has an order that is %s", (_case, first, second, expected) => {
    const receptions = [reception("kh-1-1", "km-1", first), reception("kh-1-2", "km-1", second)];

    const verdict = checkToVisitor(history({ ...talk, hostTexts: two, receptions }));

    expect(verdict.outOfOrder.map(({ token }) => token)).toEqual(expected);
  });
});
