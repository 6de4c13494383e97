import type { LogEntry } from "@kite-chat/stack-server";
import type { Paint } from "../../../playground/output/paint";
import { createRunLog, type RunLogOptions } from "../../../playground/output/run-log";
import { ready, reload, starting } from "../../../playground/output/sources";

const noon = new Date(2026, 0, 31, 12, 0, 0).getTime();
const tags: Paint = (style, text) => `<${style}>${text}</${style}>`;

function logged(entries: readonly LogEntry[], options: Partial<RunLogOptions> = {}) {
  const lines: string[] = [];
  const run = createRunLog({
    json: false,
    verbose: false,
    write: (line) => lines.push(line),
    now: () => noon,
    ...options,
  });
  entries.forEach(run.log);
  return { lines, flush: run.flush };
}

const entry = (level: LogEntry["level"], source: string, rest: Partial<LogEntry> = {}): LogEntry => ({
  level,
  source,
  message: "it went",
  ...rest,
});
const access = (outcome: string): LogEntry =>
  entry("info", "gateway", { access: { kind: "frame", route: "PING", outcome, milliseconds: 1 } });

describe("the log of a run as text", () => {
  it.each([
    ["progress as a sentence", entry("info", starting), "12:00:00  it went\n"],
    ["a change of the sources", entry("info", reload), "12:00:00  INFO  [reload] it went\n"],
    ["a warning", entry("warn", "gateway"), "12:00:00  WARN  [gateway] it went\n"],
    [
      "an error with its stack trace",
      entry("error", "dev-outbox", { lines: ["at a (b.ts:1:2)"] }),
      "12:00:00  ERROR [dev-outbox] it went\n      at a (b.ts:1:2)\n",
    ],
  ])("prints %s", (_, given, text) => {
    expect(logged([given]).lines).toEqual([text]);
  });

  it.each([
    [false, 0],
    [true, 2],
  ])("prints the functions' info and debug logs only with verbose: %s", (verbose, count) => {
    const { lines } = logged([entry("info", "dev-outbox"), entry("debug", "gateway")], { verbose });

    expect(lines).toHaveLength(count);
  });

  it.each([
    ["a warning", entry("warn", "gateway"), "<yellow>WARN  [gateway] it went</yellow>"],
    [
      "an error",
      entry("error", "x", { lines: ["at a"] }),
      "<red>ERROR [x] it went</red>\n<dim>      at a</dim>",
    ],
    ["a failed request", access("502"), "<yellow>frame"],
    ["a request that timed out", access("timed out"), "<yellow>frame"],
    ["a successful request", access("200"), "  frame"],
  ])("colors %s", (_, given, text) => {
    const { lines } = logged([given], { paint: tags });

    expect(lines[0]).toContain("<dim>12:00:00</dim>");
    expect(lines[0]).toContain(text);
  });
});

describe("the log of a run as JSON", () => {
  const levels = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).source);

  it("starts with the entry that contains the URLs, followed by the earlier entries", () => {
    const { lines } = logged(
      [entry("info", starting), entry("warn", "stack"), entry("info", ready), entry("warn", "gateway")],
      { json: true },
    );

    expect(levels(lines)).toEqual([ready, starting, "stack", "gateway"]);
  });

  it("contains the buffered entries if the run ends before it is ready", () => {
    const { lines, flush } = logged([entry("warn", "stack")], { json: true });
    expect(lines).toEqual([]);

    flush();

    expect(levels(lines)).toEqual(["stack"]);
  });
});
