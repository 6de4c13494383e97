import type { ServerCall } from "../../../checks/harness/kite-server";
import { explainPosts } from "../../../checks/sweep/explain";
import type { RecordedPost } from "../../../checks/sweep/telegram-side";

const posted: RecordedPost = {
  chatId: 1,
  tokens: ["kv-1-1", "kv-1-2"],
  text: "",
  fault: undefined,
  receivedAt: 1_000,
  endedAt: 1_010,
  status: 200,
  messageId: 10,
};

/** Returns a call of the function `r1` that a service has processed. */
function call(at: number, service: string, tokens: readonly string[], fault?: string): ServerCall {
  const place = "function";
  return { at, place, key: "", occurrence: 0, tokens, considered: [], requestId: "r1", service, fault };
}

const post = (fault?: string) => call(1_015, "other", posted.tokens, fault);

const ambiguous = (
  calls: readonly ServerCall[],
  { of = posted, killedAt = [] }: { of?: RecordedPost; killedAt?: readonly number[] } = {},
) => explainPosts([of], calls, killedAt).get(of)?.ambiguousFor;

describe("a post is ambiguous for its sender", () => {
  it("if it has no answer", () => {
    expect(ambiguous([], { of: { ...posted, status: undefined } })).toEqual(posted.tokens);
  });

  it("if its function was killed right after the call", () => {
    expect(ambiguous([post("kill-after-telegram")])).toEqual(posted.tokens);
  });

  it("if its function reported the call before Telegram recorded its end", () => {
    expect(ambiguous([{ ...post("kill-after-telegram"), at: posted.endedAt - 30 }])).toEqual(posted.tokens);
  });

  it("if its function was killed later, except for messages with a committed write", () => {
    const calls = [post(), call(1_020, "dynamodb", ["kv-1-1"], "kill-after-table")];

    expect(ambiguous(calls)).toEqual(["kv-1-2"]);
  });

  it.each([
    ["right after the call", 1_500, posted.tokens],
    ["long after the call", 60_000, []],
    ["before the call", 900, []],
  ])(
    "if the server was killed between the call and its report, not before or long after: killed %s",
    (_case, killedAt, expected) => {
      expect(ambiguous([], { killedAt: [killedAt] })).toEqual(expected);
      expect(ambiguous([post()], { killedAt: [killedAt] })).toEqual(expected);
    },
  );
});

describe("a post with an answer", () => {
  it("is not ambiguous if no function was killed", () => {
    expect(ambiguous([post(), call(1_020, "dynamodb", ["kv-1-1", "kv-1-2"])])).toEqual([]);
  });

  it("is not ambiguous if its function was killed before the post, or if another function was killed", () => {
    const before = call(900, "dynamodb", [], "kill-after-table");
    const other = { ...call(1_020, "dynamodb", [], "kill-after-table"), requestId: "r2" };

    expect(ambiguous([before, post(), other])).toEqual([]);
  });

  it("is not ambiguous because of another call about the same messages", () => {
    const earlier = { ...post("kill-after-telegram"), at: 500, requestId: "r0" };

    expect(ambiguous([earlier, post()])).toEqual([]);
  });

  it("has no explanation if it posted nothing", () => {
    expect(ambiguous([], { of: { ...posted, messageId: undefined, status: undefined } })).toBeUndefined();
  });
});

describe("the visitor of a post is known", () => {
  const struck = (at: number, key: string, fault?: string): ServerCall => {
    return { at, place: "table", key, occurrence: 0, tokens: [], considered: [], fault };
  };
  const knownFrom = (calls: readonly ServerCall[]) =>
    explainPosts([posted], calls, []).get(posted)?.knownFrom;

  it.each([
    [
      "from the time of its answer, even if its function stores it late",
      [post(), call(2_400, "dynamodb", [])],
      1_010,
    ],
    [
      "from the next write if a fault delayed the write about the post",
      [post(), struck(1_020, "dev.Channels UpdateItem", "table-throttled"), call(2_400, "dynamodb", [])],
      2_400,
    ],
    [
      "from the time of its answer if a fault affected another call",
      [post(), struck(1_020, "dev.Messages UpdateItem", "table-throttled"), call(2_400, "dynamodb", [])],
      1_010,
    ],
    [
      "from the time of its answer if no fault affected the write about the post",
      [post(), struck(1_020, "dev.Channels UpdateItem"), call(2_400, "dynamodb", [])],
      1_010,
    ],
    [
      "from the time of its answer if a fault occurred after the write about the post",
      [post(), call(1_030, "dynamodb", []), struck(1_040, "dev.Channels UpdateItem", "table-throttled")],
      1_010,
    ],
    ["never if nothing was written", [post()], undefined],
    ["never if no function has reported the post", [call(1_020, "dynamodb", [])], undefined],
  ] as const)("%s", (_case, calls, expected) => {
    expect(knownFrom(calls)).toBe(expected);
  });
});
