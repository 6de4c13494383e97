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

/** Columns without their blanks. */
const columns = (access: AccessLogEntry) => describeAccess(access).split(/ {2,}/);

describe("describeAccess", () => {
  it.each<[string, Partial<AccessLogEntry>, readonly string[]]>([
    [
      "a frame with all there is to know",
      {},
      ["frame", "$default → dev-request-dispatcher:live", "200", "12 ms", "45 B → 61 B", "0.5 RU 2 WU"],
    ],
    [
      "a route without a function, short and without units",
      { route: "PING", functionName: undefined, milliseconds: 0.31, usage: undefined },
      ["frame", "PING", "200", "0.3 ms", "45 B → 61 B"],
    ],
    [
      "an invocation, which has no bytes",
      { kind: "batch", route: "dev-outbox.fifo", outcome: "TimedOut", receivedBytes: undefined },
      ["batch", "dev-outbox.fifo → dev-request-dispatcher:live", "TimedOut", "12 ms", "0.5 RU 2 WU"],
    ],
    [
      "a large request that asked nothing of the database",
      { receivedBytes: 200_000, usage: { calls: 0, readUnits: 0, writeUnits: 0 } },
      ["frame", "$default → dev-request-dispatcher:live", "200", "12 ms", "195 KiB → 61 B"],
    ],
  ])("shows %s", (_case, differs, wanted) => {
    expect(columns({ ...frame, ...differs })).toEqual(wanted);
  });

  it("keeps its columns below each other", () => {
    const at = (access: AccessLogEntry) => describeAccess(access).indexOf(" ms");

    expect(at({ ...frame, route: "PING", milliseconds: 3 })).toBe(at(frame));
  });
});

describe("an entry of the log that tells what passed", () => {
  const entry = { level: "info", source: "gateway", message: "$default", access: frame } as const;

  it("is the access log entry alone for a person", () => {
    expect(formatLogEntry(entry)).toBe(describeAccess(frame));
  });

  it("is one object with all fields for a machine", () => {
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
