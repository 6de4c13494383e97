import fc from "fast-check";
import { ManualClock } from "../../src/clock";
import { compileJsonPath } from "../../src/gateway/json-path";
import { formatRequestTime } from "../../src/gateway/request-time";
import { parseRequestUrl, splitStage } from "../../src/gateway/request-url";
import { compileSelectionExpression } from "../../src/gateway/selection-expression";
import { TokenBucket } from "../../src/gateway/token-bucket";
import { FrameMeter } from "../../src/gateway/websocket/frame-meter";

describe("a JSON path", () => {
  it("finds any value by quoted keys and indexes, and no value that the JSON does not contain", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 4 }),
        (value, keys) => {
          const path = keys
            .map((key) => (typeof key === "number" ? `[${key}]` : `['${key.replace(/[\\']/g, "\\$&")}']`))
            .join("");

          // biome-ignore lint/suspicious/noExplicitAny: any shape of JSON.
          const expected = keys.reduce<any>(
            (at, key) =>
              at !== null && typeof at === "object" && Object.hasOwn(at, key) ? at[key] : undefined,
            value,
          );

          expect(compileJsonPath(path)(value)).toBe(expected);
        },
      ),
    );
  });

  it.each([
    ["", [1], [1]],
    ["$", [1], [1]],
    ["$.a.b", { a: { b: 1 } }, 1],
    ["a.b", { a: { b: 1 } }, 1],
    [".a[0].b", { a: [{ b: 1 }] }, 1],
    ['["a b"].c', { "a b": { c: 1 } }, 1],
    [".[0]", [1], 1],
    [".toString", {}, undefined],
    [".length", [1], 1],
    [".length", "text", undefined],
  ])("%s of %j is %j", (path, value, found) => {
    expect(compileJsonPath(path)(value)).toEqual(found);
  });

  it.each([".a..b", "[*]", "[?(@.a)]", "a b", "[0", "['a", ".", "a[0]b"])("%s is rejected", (path) => {
    expect(() => compileJsonPath(path)).toThrow(`Unsupported JSON path ${path}`);
  });
});

describe("a selection expression", () => {
  it.each([
    ["$request.header.x", "request.header.x"],
    ["${context.routeKey}", "context.routeKey"],
    ["$request.bodyguard", "request.bodyguard"],
  ])("%s is rejected, and the error names the unsupported part", (expression, variable) => {
    expect(() => compileSelectionExpression(expression)).toThrow(
      `uses the unsupported variable "${variable}"`,
    );
  });

  it("never throws for any body", () => {
    const select = compileSelectionExpression("$request.body.a.[0]");

    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(["string", "undefined"]).toContain(typeof select({ body }));
      }),
    );
  });
});

describe("a frame meter", () => {
  /** https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
  const frame = (length: number, mask: boolean) => {
    const extended = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
    if (extended.length === 2) {
      extended.writeUInt16BE(length);
    } else if (extended.length === 8) {
      extended.writeBigUInt64BE(BigInt(length));
    }
    const short = extended.length === 0 ? length : extended.length === 2 ? 126 : 127;
    return Buffer.concat([
      Buffer.from([0x81, (mask ? 0x80 : 0) + short]),
      extended,
      Buffer.alloc(mask ? 4 : 0, 0xff),
      Buffer.alloc(length, 0xff),
    ]);
  };

  it("accepts frames up to its limit, however the bytes are split, and rejects longer ones", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(125, 126, 65_535, 65_536, 70_000)),
          { minLength: 1, maxLength: 6 },
        ),
        fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom(100, 126, 65_535, 65_536),
        (lengths, cuts, mask, largest) => {
          const bytes = Buffer.concat(lengths.map((length) => frame(length, mask)));
          const meter = new FrameMeter(largest);
          let passed = true;

          for (let at = 0, i = 0; at < bytes.length && passed; i++) {
            const cut = cuts[i % cuts.length] ?? 1;
            passed = meter.push(bytes.subarray(at, at + cut));
            at += cut;
          }

          expect(passed).toBe(lengths.every((length) => length <= largest));
        },
      ),
    );
  });
});

describe("a token bucket", () => {
  it("allows no more requests than its burst and its rate", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat(500), { maxLength: 60 }),
        async (burstLimit, rateLimit, pauses) => {
          const clock = new ManualClock();
          const bucket = new TokenBucket({ rateLimit, burstLimit }, clock);
          const begin = clock.now();
          let taken = 0;

          for (const pause of pauses) {
            await clock.advance(pause);
            taken += Number(bucket.take());
          }

          expect(taken).toBeLessThanOrEqual(burstLimit + ((clock.now() - begin) / 1000) * rateLimit);
          expect(taken).toBeGreaterThanOrEqual(Math.min(burstLimit, pauses.length));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("allows all requests without limits, and no request with limits of 0", () => {
    const clock = new ManualClock();

    expect(new TokenBucket(undefined, clock).take()).toBe(true);
    expect(new TokenBucket({ rateLimit: 0, burstLimit: 0 }, clock).take()).toBe(false);
  });
});

describe("a request target", () => {
  it.each([
    ["/beta/a?b=c?d", { path: "/beta/a", query: "b=c?d" }],
    ["/", { path: "/", query: "" }],
    ["//x", { path: "//x", query: "" }],
    ["/%zz", undefined],
    ["*", undefined],
    ["http://x/", undefined],
    [undefined, undefined],
  ])("%s is parsed as %j", (url, parts) => {
    expect(parseRequestUrl(url)).toEqual(parts);
  });

  it("is parsed without an error for any input", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const url = parseRequestUrl(`/${text}`);

        if (url !== undefined) {
          expect(() => splitStage(url.path)).not.toThrow();
        }
      }),
    );
  });
});

it("a time is formatted as in access logs", () => {
  expect(formatRequestTime(Date.UTC(2024, 1, 9, 18, 23, 28, 999))).toBe("09/Feb/2024:18:23:28 +0000");
});
