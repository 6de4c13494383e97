import { formatLogEntry, type LogLevel, printLog, silentLog } from "../src/log";

describe("formatLogEntry", () => {
  it("puts the level, source, message and fields on one line", () => {
    const line = formatLogEntry({
      level: "warn",
      source: "dev-outbox",
      message: "The partner said no",
      fields: { status: 429, account: "-100 1", nothing: undefined, list: [1, { a: "b" }] },
    });

    expect(line).toBe(
      `WARN  [dev-outbox] The partner said no status=429 account="-100 1" list=[ 1, { a: 'b' } ]`,
    );
  });

  it("indents the continuation lines of an entry, so that they do not resemble entries", () => {
    const line = formatLogEntry({
      level: "error",
      source: "x",
      message: "y",
      lines: ["at a (b.ts:1:2)", "at c\nERROR [z] d"],
    });

    expect(line.split("\n")).toEqual(["ERROR [x] y", "      at a (b.ts:1:2)", "      at c\\nERROR [z] d"]);
  });

  it("escapes content that could forge a line or color the terminal", () => {
    const line = formatLogEntry({
      level: "info",
      source: "x",
      message: "a\nERROR [y] b\u001b[31m",
      fields: { text: "c\nd", deep: { text: "e\u009bf" } },
    });

    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters.
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(line).toContain("a\\nERROR");
  });
});

describe("printLog", () => {
  it.each<[LogLevel | undefined, readonly LogLevel[]]>([
    [undefined, ["info", "warn", "error"]],
    ["debug", ["debug", "info", "warn", "error"]],
    ["error", ["error"]],
  ])("honors the `least` option: %s", (least, expected) => {
    const lines: string[] = [];
    const log = printLog((line) => lines.push(line), least);

    for (const level of ["debug", "info", "warn", "error"] as const) {
      log({ level, source: "x", message: level });
    }

    expect(lines).toEqual(expected.map((level) => `${level.toUpperCase().padEnd(5)} [x] ${level}\n`));
  });
});

describe("silentLog", () => {
  it("discards entries", () => {
    const result = silentLog({ level: "error", source: "x", message: "y" });

    expect(result).toBeUndefined();
  });
});
