import { framesOf, readFunctionLine } from "../../src/functions/function-line";

describe("a line that a function logs", () => {
  it.each([
    ["DEBUG", "debug"],
    ["INFO", "info"],
    ["WARN", "warn"],
    ["ERROR", "error"],
    ["CRITICAL", "error"],
    ["fatal", "error"],
  ])("of level %s is logged as %s, with its fields", (level, told) => {
    const line = { level, message: "It went on", timestamp: "now", service: "s", channel: "shop", count: 2 };

    const read = readFunctionLine(JSON.stringify(line), "info");

    expect(read).toEqual({ level: told, message: "It went on", fields: { channel: "shop", count: 2 } });
  });

  it("has an error's name, message and frames, one line each", () => {
    const stack = "TypeError: no,\nnever\n    at a (x.ts:1:2)\n    at b (y.ts:3:4)";
    const line = { level: "ERROR", message: "It failed", error: { name: "TypeError", message: "no", stack } };

    const read = readFunctionLine(JSON.stringify(line), "info");

    expect(read).toEqual({
      level: "error",
      message: "It failed",
      fields: {},
      lines: ["TypeError: no,", "never", "at a (x.ts:1:2)", "at b (y.ts:3:4)"],
    });
  });

  it.each([
    ["plain text"],
    ["{"],
    ["[1]"],
    ['{"message":"without a level"}'],
    ['{"level":"LOUD","message":"unknown level"}'],
    ['{"level":"INFO","message":{"not":"a text"}}'],
  ])("that is %s is unchanged", (line) => {
    expect(readFunctionLine(line, "error")).toEqual({ level: "error", message: line });
  });
});

describe("framesOf", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["a trace", ["Error: a", "b", "    at c (d:1:2)"], ["at c (d:1:2)"]],
    ["a message alone", ["Error: look at me"], []],
    ["nothing", [], []],
  ])("for %s omits the message", (_, trace, frames) => {
    expect(framesOf(trace)).toEqual(frames);
  });
});
