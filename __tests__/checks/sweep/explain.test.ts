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

/** A call of the function `r1` that a service has carried out. */
function call(at: number, service: string, tokens: readonly string[], fault?: string): ServerCall {
  const place = "function";
  return { at, place, key: "", occurrence: 0, tokens, considered: [], requestId: "r1", service, fault };
}

const post = (fault?: string) => call(1_015, "other", posted.tokens, fault);

const ambiguous = (
  calls: readonly ServerCall[],
  { of = posted, killedAt = [] }: { of?: RecordedPost; killedAt?: readonly number[] } = {},
) => explainPosts([of], calls, killedAt).get(of)?.ambiguousFor;

describe("a post whose sender cannot know that it was done", () => {
  it("is one without an answer", () => {
    expect(ambiguous([], { of: { ...posted, status: undefined } })).toEqual(posted.tokens);
  });

  it("is one whose function was killed at it", () => {
    expect(ambiguous([post("kill-after-telegram")])).toEqual(posted.tokens);
  });

  it("is one whose function reported it before Telegram's side had noted its end", () => {
    expect(ambiguous([{ ...post("kill-after-telegram"), at: posted.endedAt - 30 }])).toEqual(posted.tokens);
  });

  it("is one whose function was killed later, but for messages that a write was committed about", () => {
    const calls = [post(), call(1_020, "dynamodb", ["kv-1-1"], "kill-after-table")];

    expect(ambiguous(calls)).toEqual(["kv-1-2"]);
  });

  it.each([
    ["shortly before its function could report it", 1_500, posted.tokens],
    ["long after", 60_000, []],
    ["before it", 900, []],
  ])("is one with a server that was killed %s", (_case, killedAt, expected) => {
    expect(ambiguous([], { killedAt: [killedAt] })).toEqual(expected);
    expect(ambiguous([post()], { killedAt: [killedAt] })).toEqual(expected);
  });
});

describe("a post that was answered", () => {
  it("is clear if nothing was killed", () => {
    expect(ambiguous([post(), call(1_020, "dynamodb", ["kv-1-1", "kv-1-2"])])).toEqual([]);
  });

  it("is clear if its function was killed before it, or another function was", () => {
    const before = call(900, "dynamodb", [], "kill-after-table");
    const other = { ...call(1_020, "dynamodb", [], "kill-after-table"), requestId: "r2" };

    expect(ambiguous([before, post(), other])).toEqual([]);
  });

  it("is not explained by the report of another call about the same messages", () => {
    const earlier = { ...post("kill-after-telegram"), at: 500, requestId: "r0" };

    expect(ambiguous([earlier, post()])).toEqual([]);
  });

  it("needs no explanation if it posted nothing", () => {
    expect(ambiguous([], { of: { ...posted, messageId: undefined, status: undefined } })).toBeUndefined();
  });
});

describe("a post is known", () => {
  const struck = (at: number, key: string, fault?: string): ServerCall => {
    return { at, place: "table", key, occurrence: 0, tokens: [], considered: [], fault };
  };
  const knownFrom = (calls: readonly ServerCall[]) =>
    explainPosts([posted], calls, []).get(posted)?.knownFrom;

  it.each([
    ["from its answer, however late its function stores it", [post(), call(2_400, "dynamodb", [])], 1_010],
    [
      "from the next write, when a fault held up the note of it",
      [post(), struck(1_020, "dev.Channels UpdateItem", "table-throttled"), call(2_400, "dynamodb", [])],
      2_400,
    ],
    [
      "from its answer, when a fault struck another call",
      [post(), struck(1_020, "dev.Messages UpdateItem", "table-throttled"), call(2_400, "dynamodb", [])],
      1_010,
    ],
    [
      "from its answer, when no fault struck the note",
      [post(), struck(1_020, "dev.Channels UpdateItem"), call(2_400, "dynamodb", [])],
      1_010,
    ],
    [
      "from its answer, when the fault came after the note",
      [post(), call(1_030, "dynamodb", []), struck(1_040, "dev.Channels UpdateItem", "table-throttled")],
      1_010,
    ],
    ["never, when nothing was written", [post()], undefined],
    ["never, when no function has reported it", [call(1_020, "dynamodb", [])], undefined],
  ] as const)("%s", (_case, calls, expected) => {
    expect(knownFrom(calls)).toBe(expected);
  });
});
