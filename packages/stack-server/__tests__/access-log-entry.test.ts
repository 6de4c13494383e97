import { type AccessLogEntry, describeAccess } from "../src/access-log-entry";
import { formatLogEntry, formatLogJson } from "../src/log";

const frame: AccessLogEntry = {
  kind: "frame",
  route: "$default",
  functionName: "arn:aws:lambda:eu-central-1:000000000000:function:dev-request-dispatcher:live",
  outcome: "200",
  milliseconds: 12.4,
  receivedBytes: 45,
  sentBytes: 61,
  usage: { calls: 2, readUnits: 0.5, writeUnits: 2 },
};

/** Splits an entry into its columns, without padding. */
const columns = (access: AccessLogEntry) => describeAccess(access).split(/ {2,}/);

describe("describeAccess", () => {
  it.each<[string, Partial<AccessLogEntry>, readonly string[]]>([
    [
      "a frame with all fields",
      {},
      ["frame", "$default → dev-request-dispatcher:live", "200", "12 ms", "45 B → 61 B", "0.5 RU 2 WU"],
    ],
    [
      "a route without a function, short and without units",
      { route: "PING", functionName: undefined, milliseconds: 0.31, usage: undefined },
      ["frame", "PING", "200", "0.3 ms", "45 B → 61 B"],
    ],
    [
      "an invocation, without bytes",
      { kind: "batch", route: "dev-outbox.fifo", outcome: "TimedOut", receivedBytes: undefined },
      ["batch", "dev-outbox.fifo → dev-request-dispatcher:live", "TimedOut", "12 ms", "0.5 RU 2 WU"],
    ],
    [
      "a large request without database calls",
      { receivedBytes: 200_000, usage: { calls: 0, readUnits: 0, writeUnits: 0 } },
      ["frame", "$default → dev-request-dispatcher:live", "200", "12 ms", "195 KiB → 61 B"],
    ],
  ])("formats %s", (_case, differs, wanted) => {
    expect(columns({ ...frame, ...differs })).toEqual(wanted);
  });

  it("aligns its columns", () => {
    const at = (access: AccessLogEntry) => describeAccess(access).indexOf(" ms");

    expect(at({ ...frame, route: "PING", milliseconds: 3 })).toBe(at(frame));
  });
});

describe("an access log entry", () => {
  const entry = { level: "info", source: "gateway", message: "$default", access: frame } as const;

  it("consists only of columns in a text log", () => {
    expect(formatLogEntry(entry)).toBe(describeAccess(frame));
  });

  it("is one object with all fields in a JSON log", () => {
    const line = formatLogJson(entry, Date.UTC(2024, 0, 2));

    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      time: "2024-01-02T00:00:00.000Z",
      level: "info",
      source: "gateway",
      message: "$default",
      ...frame,
    });
  });
});
