import fc from "fast-check";
import { ChatError } from "../../../lambda-src/chat/errors";
import { readFrame } from "../../../lambda-src/websocket/read-frame";

const time = "2026-01-31T12:00:00.000Z";

const token = `ada.1900000000.${"s".repeat(43)}`;

function refusalOf(body: string): ChatError {
  try {
    readFrame(body);
  } catch (error) {
    if (error instanceof ChatError) {
      return error;
    }
    throw error;
  }
  throw new Error(`${body} was not rejected`);
}

/** Returns a frame that contains a list of 60,000 levels. It is shorter than the 128 KB that a message may have. */
function deepIn(frame: (deep: string) => string): string {
  return frame("[".repeat(60_000) + "]".repeat(60_000));
}

describe("readFrame", () => {
  it.each([
    [
      "a JOIN",
      ["JOIN", "m-1", "Ada", "kite-demo"],
      { memberId: "m-1", memberName: "Ada", channelName: "kite-demo" },
    ],
    ["a JOIN without a name", ["JOIN", "m_1", null, "kite-demo"], { memberName: null }],
    ["a JOIN with a token", ["JOIN", "m", null, "kite-demo", token], { token }],
    ["a JOIN whose token is null", ["JOIN", "m", null, "kite-demo", null], { token: null }],
    ["a name of 64 emoji", ["JOIN", "m", "🪁".repeat(64), "kite-demo"], { memberName: "🪁".repeat(64) }],
    ["a TXT", ["TXT", "1", "Hello", time], { messageId: "1", text: "Hello", timestamp: time }],
    ["a text of exactly 4096 bytes", ["TXT", "1", "é".repeat(2048), time], { text: "é".repeat(2048) }],
    [
      "a time without a fraction",
      ["TXT", "1", "x", "2026-01-31T12:00:00Z"],
      { timestamp: "2026-01-31T12:00:00Z" },
    ],
    [
      "a CTX",
      [
        "CTX",
        "https://shop.example/cart",
        "Your cart",
        "en-US",
        "America/Argentina/Buenos_Aires",
        ["typing"],
      ],
      {
        pageUrl: "https://shop.example/cart",
        pageTitle: "Your cart",
        language: "en-US",
        timeZone: "America/Argentina/Buenos_Aires",
        features: ["typing"],
      },
    ],
    [
      "a CTX that says nothing",
      ["CTX", null, null, null, null, null],
      { pageUrl: null, pageTitle: null, language: null, timeZone: null, features: null },
    ],
    ["a CTX with an empty title", ["CTX", null, "", "uk", "UTC", []], { pageTitle: "", features: [] }],
    ["a time zone with a sign", ["CTX", null, null, null, "Etc/GMT+1", null], { timeZone: "Etc/GMT+1" }],
    [
      "a title of 200 emoji",
      ["CTX", null, "🪁".repeat(200), null, null, null],
      { pageTitle: "🪁".repeat(200) },
    ],
    [
      "a URL of 1024 characters",
      ["CTX", `https://a.example/${"p".repeat(1006)}`, null, null, null, null],
      { pageUrl: `https://a.example/${"p".repeat(1006)}` },
    ],
  ])("reads %s", (_case, frame, expected) => {
    const read = readFrame(JSON.stringify(frame));

    expect(read).toMatchObject({ type: frame[0], ...expected });
  });

  it.each(["Hi", "", "[", "JOIN", "{not json"])("reads %j, which is not JSON, as a probe", (body) => {
    expect(readFrame(body)).toEqual({ type: "probe" });
  });

  it.each([
    ["no array", {}, "frame"],
    ["a number", 7, "frame"],
    ["an empty array", [], "type"],
    ["a type of the server", ["ACK", "1", "2", time], "type"],
    ["a type that Object has", ["constructor"], "type"],
    ["a type that is not a text", [["JOIN"]], "type"],
    ["a missing element", ["TXT", "1", "x"], "timestamp"],
    ["an element too many", ["JOIN", "m", null, "kite-demo", null, 1], "frame"],
    ["an element too many of TXT", ["TXT", "1", "x", time, null], "frame"],
    ["a token that is a number", ["JOIN", "m", null, "kite-demo", 1], "token"],
    ["a token of two parts", ["JOIN", "m", null, "kite-demo", "ada.1"], "token"],
    ["a token with a space", ["JOIN", "m", null, "kite-demo", ` ${token}`], "token"],
    ["a token with a line end", ["JOIN", "m", null, "kite-demo", `${token}\n`], "token"],
    ["a token with a dot in its id", ["JOIN", "m", null, "kite-demo", `a.${token}`], "token"],
    ["a token with an empty id", ["JOIN", "m", null, "kite-demo", token.replace("ada", "")], "token"],
    ["a token with another expiry", ["JOIN", "m", null, "kite-demo", token.replace("1900", "-190")], "token"],
    ["a token with a short signature", ["JOIN", "m", null, "kite-demo", token.slice(0, -1)], "token"],
    ["an empty memberId", ["JOIN", "", null, "kite-demo"], "memberId"],
    ["a memberId with a slash", ["JOIN", "a/b", null, "kite-demo"], "memberId"],
    ["a memberId of 65", ["JOIN", "m".repeat(65), null, "kite-demo"], "memberId"],
    ["a memberId with a line end", ["JOIN", "m\n", null, "kite-demo"], "memberId"],
    ["a name of 65", ["JOIN", "m", "n".repeat(65), "kite-demo"], "memberName"],
    ["a name that is a number", ["JOIN", "m", 7, "kite-demo"], "memberName"],
    ["a short channel", ["JOIN", "m", null, "kite"], "channelName"],
    ["a channel with __", ["JOIN", "m", null, "kite__demo"], "channelName"],
    ["a text that is a number", ["TXT", "1", 2, time], "text"],
    ["an empty text", ["TXT", "1", "", time], "text"],
    ["a time without zone", ["TXT", "1", "x", "2026-01-31T12:00:00"], "timestamp"],
    ["a day that does not exist", ["TXT", "1", "x", "2026-02-30T12:00:00Z"], "timestamp"],
    ["a CTX without its features", ["CTX", null, null, null, null], "features"],
    ["a URL of a script", ["CTX", "javascript:alert(1)", null, null, null, null], "pageUrl"],
    ["a URL that is a path", ["CTX", "/cart", null, null, null, null], "pageUrl"],
    ["a URL without a host", ["CTX", "https://", null, null, null, null], "pageUrl"],
    ["a URL with a space", ["CTX", "https://a.example/a b", null, null, null, null], "pageUrl"],
    ["a URL of 1025", ["CTX", `https://a.example/${"p".repeat(1007)}`, null, null, null, null], "pageUrl"],
    ["a title of 201", ["CTX", null, "t".repeat(201), null, null, null], "pageTitle"],
    ["a language with _", ["CTX", null, null, "en_US", null, null], "language"],
    ["a language of 36", ["CTX", null, null, `en${"-abcdefgh".repeat(4)}`, null, null], "language"],
    ["a time zone with a space", ["CTX", null, null, null, "Europe/ Kyiv", null], "timeZone"],
    ["a time zone of 65", ["CTX", null, null, null, "z".repeat(65), null], "timeZone"],
    ["features that are a text", ["CTX", null, null, null, null, "typing"], "features"],
    ["a feature with a space", ["CTX", null, null, null, null, ["is typing"]], "features"],
    [
      "17 features",
      ["CTX", null, null, null, null, Array.from({ length: 17 }, (_, n) => `f-${n}`)],
      "features",
    ],
    ["a feature of 33", ["CTX", null, null, null, null, ["f".repeat(33)]], "features"],
    ["a time in another zone", ["TXT", "1", "x", "2026-01-31T12:00:00+01:00"], "timestamp"],
  ])("rejects %s and names the field", (_case, frame, field) => {
    const refusal = refusalOf(JSON.stringify(frame));

    expect(refusal.code).toBe(400);
    expect(refusal.message).toMatch(new RegExp(`^${field}: .*[Ee]xpected `));
  });

  it("rejects a text of 4097 bytes as too large", () => {
    const refusal = refusalOf(JSON.stringify(["TXT", "1", `é`.repeat(2048).concat("x"), time]));

    expect(refusal.code).toBe(413);
    expect(refusal.message).toContain("4097 bytes");
  });

  it.each([
    ["an array of 60,000 levels", "[".repeat(60_000) + "]".repeat(60_000), "type"],
    ["a list of 60,000 levels in a field", deepIn((deep) => `["TXT","1",${deep},"${time}"]`), "text"],
    ["a list of 60,000 levels as a name", deepIn((deep) => `["JOIN","m",${deep},"kite-demo"]`), "memberName"],
    ["a list of 60,000 levels as a limit", deepIn((deep) => `["HIS",${deep},null]`), "limit"],
    ["an object of 20,000 levels", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, "frame"],
    [
      "an object with its own toString",
      '["JOIN",{"toString":1,"toJSON":2,"__proto__":3},null,"kite-demo"]',
      "memberId",
    ],
    ["an object as type", '[{"toString":null,"valueOf":null}]', "type"],
  ])("rejects %s and names the field", (_case, body, field) => {
    const refusal = refusalOf(body);

    expect(refusal.code).toBe(400);
    expect(refusal.message).toMatch(new RegExp(`^${field}: .*[Ee]xpected `));
    expect(refusal.message.length).toBeLessThan(300);
  });

  it.each([
    ["memberName", ["JOIN", "m", "Ada \ud800", "kite-demo"]],
    ["memberName", ["JOIN", "m", "\udc00\ud800", "kite-demo"]],
    ["memberId", ["JOIN", "\ud800", null, "kite-demo"]],
    ["channelName", ["JOIN", "m", null, "kite-demo\udfff"]],
    ["text", ["TXT", "1", "half of a kite: \ud83e", time]],
    ["text", ["TXT", "1", "\ude81".repeat(5000), time]],
    ["messageId", ["TXT", "\udc00", "x", time]],
    ["timestamp", ["TXT", "1", "x", `${time}\ud800`]],
    ["fileName", ["UPL", "1", "a\ud800.png", "image/png", 1, time]],
    ["fileType", ["UPL", "1", "a.png", "image/png\ud800", 1, time]],
    ["url", ["BIN", "1", "https://x/\ud800", "a.png", "image/png", 1, time]],
    ["before", ["HIS", 1, "\ud800"]],
    ["pageUrl", ["CTX", "https://a.example/\ud800", null, null, null, null]],
    ["pageTitle", ["CTX", null, "\ud800", null, null, null]],
    ["features", ["CTX", null, null, null, null, ["\ud800"]]],
    ["type", ["\ud800"]],
  ])("rejects a lone surrogate in %s (%j) with a well-formed error", (field, frame) => {
    const refusal = refusalOf(JSON.stringify(frame));

    expect(refusal.code).toBe(400);
    expect(refusal.message).toMatch(new RegExp(`^${field}: `));
    expect(refusal.message.isWellFormed()).toBe(true);
  });

  it("reads surrogate pairs, and never cuts a pair in half", () => {
    const read = readFrame(JSON.stringify(["TXT", "1", "🪁", time]));
    const refusal = refusalOf(JSON.stringify(["JOIN", "🪁".repeat(100), null, "kite-demo"]));

    expect(read).toMatchObject({ text: "🪁" });
    expect(refusal.message.isWellFormed()).toBe(true);
  });

  it("throws errors that do not contain the token", () => {
    const refusal = refusalOf(JSON.stringify(["JOIN", "m", null, "kite-demo", `${token}!`]));

    expect(refusal.message).toBe(
      "token: expected null or a token id.expiry.signature that the shop's server created, received another value.",
    );
  });

  it("throws errors that contain only a part of a long value", () => {
    const refusal = refusalOf(JSON.stringify(["JOIN", "/".repeat(10_000), null, "kite-demo"]));

    expect(refusal.message.length).toBeLessThan(200);
  });

  it("throws only a ChatError, for any input", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json({ stringUnit: "binary" }),
      fc.integer({ min: 1, max: 60_000 }).map((levels) => "[".repeat(levels) + "]".repeat(levels)),
      fc
        .array(
          fc.oneof(
            fc.constantFrom("JOIN", "TXT", "HIS", "CTX", "PING"),
            fc.jsonValue({ stringUnit: "binary" }),
          ),
        )
        .map((it) => JSON.stringify(it)),
    );

    fc.assert(
      fc.property(anything, (body) => {
        try {
          return typeof readFrame(body).type === "string";
        } catch (error) {
          return error instanceof ChatError && error.message.length < 300 && error.message.isWellFormed();
        }
      }),
      { numRuns: 1000 },
    );
  });
});
