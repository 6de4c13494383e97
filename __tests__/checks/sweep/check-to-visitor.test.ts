import { checkToVisitor } from "../../../checks/sweep/check-to-visitor";
import { history, hostText, oneDelivered, post, reception, visitorText } from "./histories";

/** Visitors 1 and 2 have said something, 1 last. */
const talk = {
  visitorTexts: [visitorText("kv-1-1"), visitorText("kv-2-1")],
  posts: [post(10, ["kv-2-1"]), post(11, ["kv-1-1"])],
};

describe("a host's text", () => {
  it("is counted, and no violation, when its visitor has seen it once", () => {
    const verdict = checkToVisitor(
      history({ ...talk, hostTexts: [hostText("kh-1-1", 12)], receptions: [reception("kh-1-1", "km-1")] }),
    );

    expect(verdict).toEqual(oneDelivered);
  });

  it.each([
    ["lost when it was taken and nobody saw it", {}, [], ["kh-1-1"], []],
    ["pending when the webhook never accepted it", { takenAt: undefined }, [], [], ["kh-1-1"]],
    ["pending when its row is", {}, ["kh-1-1"], [], ["kh-1-1"]],
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
    ["refused when no post before it has a known answer", unknown, [hostText("kh-1-1", 12, declined)], 1],
    ["lost when a post before it has", talk.posts, [hostText("kh-1-1", 12, declined)], 0],
    [
      "lost when it replies to a visitor's post",
      unknown,
      [hostText("kh-1-1", 12, { ...declined, address: { kind: "reply", to: "kv-2-1" } })],
      0,
    ],
    [
      "refused when it replies to one that was refused",
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

  it("is lost when the host was not notified", () => {
    const verdict = checkToVisitor(history({ ...talk, posts: unknown, hostTexts: [hostText("kh-1-1", 12)] }));

    expect(verdict.lost.map(({ token }) => token)).toEqual(["kh-1-1"]);
  });
});

describe("the right recipient", () => {
  const unexpected = (parts: Parameters<typeof history>[0]) =>
    checkToVisitor(history({ ...talk, ...parts })).unexpected.map(({ token }) => token);

  it.each([
    ["km-1", []],
    ["km-2", ["kh-1-1"]],
  ])("of a plain text is the visitor of the newest post: %s", (memberId, expected) => {
    const hostTexts = [hostText("kh-1-1", 12)];

    expect(unexpected({ hostTexts, receptions: [reception("kh-1-1", memberId)] })).toEqual(expected);
  });

  it("of a plain text is never the visitor of a post with a greater number", () => {
    const posts = [post(10, ["kv-2-1"]), post(13, ["kv-1-1"])];
    const hostTexts = [hostText("kh-1-1", 12)];

    expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-1")] })).toEqual(["kh-1-1"]);
    expect(unexpected({ posts, hostTexts, receptions: [reception("kh-1-1", "km-2")] })).toEqual([]);
  });

  it.each([
    ["known within half a second before", { knownFrom: 4_501 }, []],
    ["known half a second before", { knownFrom: 4_500 }, ["kh-1-1"]],
    ["known after it, because the table failed", { knownFrom: 5_300 }, []],
    ["never stored", { knownFrom: undefined }, []],
    ["made by a function that was killed", { ambiguousFor: ["kv-1-1"] }, []],
  ])(
    "of a plain text may still be the visitor before, if the newest post was %s",
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

  it("of a reply to a host's message is the one who received that message", () => {
    const hostTexts = [
      hostText("kh-1-1", 12, { address: { kind: "reply", to: "kv-2-1" } }),
      hostText("kh-1-2", 13, { address: { kind: "own", to: "kh-1-1" } }),
    ];
    const first = reception("kh-1-1", "km-2");

    expect(unexpected({ hostTexts, receptions: [first, reception("kh-1-2", "km-2")] })).toEqual([]);
    expect(unexpected({ hostTexts, receptions: [first, reception("kh-1-2", "km-1")] })).toEqual(["kh-1-2"]);
  });

  it("is only one visitor, and only for a text that a host has sent", () => {
    const posts = [post(10, ["kv-2-1"]), post(11, ["kv-1-1"], { knownFrom: undefined })];
    const both = [reception("kh-1-1", "km-1"), reception("kh-1-1", "km-2")];

    expect(unexpected({ posts, hostTexts: [hostText("kh-1-1", 12)], receptions: both })).toEqual(["kh-1-1"]);
    expect(unexpected({ receptions: [reception("kh-9-9", "km-1")] })).toEqual(["kh-9-9"]);
  });
});

describe("a message that a visitor receives", () => {
  const two = [hostText("kh-1-1", 12), hostText("kh-1-2", 13)];

  it("is a duplicate when one text comes under two messageIds", () => {
    const receptions = [reception("kh-1-1", "km-1"), reception("kh-1-1", "km-1", 7_000)];

    const verdict = checkToVisitor(history({ ...talk, hostTexts: two, receptions }));

    expect(verdict.unexplainedDuplicates.map(({ token }) => token)).toEqual(["kh-1-1"]);
  });

  it.each([
    ["in the order of the host's messages", 6_000, 7_000, []],
    ["out of order", 7_000, 6_000, ["kh-1-1"]],
  ])("comes %s", (_case, first, second, expected) => {
    const receptions = [reception("kh-1-1", "km-1", first), reception("kh-1-2", "km-1", second)];

    const verdict = checkToVisitor(history({ ...talk, hostTexts: two, receptions }));

    expect(verdict.outOfOrder.map(({ token }) => token)).toEqual(expected);
  });
});
