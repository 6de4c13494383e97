import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { isIncluded, patternOf } from "../../../cli/logs/filter";
import { formatLine } from "../../../cli/logs/format-line";
import { printLogs, readDuration } from "../../../cli/logs/logs";
import { LogTail } from "../../../cli/logs/read-events";
import { Workshop } from "../stand-ins";
import { LogStandIn } from "./log-stand-in";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const group = "/aws/lambda/dev-outbox";
const dispatcher = "/aws/lambda/dev-request-dispatcher";
const line = (message: string, fields: object = {}) => ({
  level: "INFO",
  message,
  service: "outbox",
  timestamp: "2026-11-28T12:00:00.000Z",
  ...fields,
});

let logs: LogStandIn;
beforeEach(async () => {
  logs = await LogStandIn.start();
  logs.groups = [group, dispatcher];
});
afterEach(() => logs.close());

describe("kite logs", () => {
  const kite = (...words: readonly string[]) =>
    new Workshop([])
      .file("deployments/kite.json", JSON.stringify(deploymentFile))
      .run("logs", { AWS_ENDPOINT_URL: logs.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" }, [
        "dev",
        ...words,
      ]);

  it("prints the lines of all functions in the order of their time, from all pages", async () => {
    const now = Date.now();
    logs.add(group, "2", now - 2_000, line("second"));
    logs.add(dispatcher, "1", now - 3_000, line("first", { service: "request-dispatcher" }));
    logs.add(group, "3", now - 1_000, line("third"));
    logs.add(group, "0", now - 3_600_000, line("too old"));

    const { status, stdout, stderr } = await kite();

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((text) => text.split(/ +/).slice(1)),
    ).toEqual([
      ["INFO", "request-dispatcher", "first"],
      ["INFO", "outbox", "second"],
      ["INFO", "outbox", "third"],
    ]);
  });

  it("requests only errors of the channel from AWS with --errors and --channel", async () => {
    await kite("--function", "outbox", "--errors", "--channel", "kite-demo");

    expect(logs.patterns).toEqual([
      '{ ($.level = "ERROR" || $.level = "WARN" || $.record.status = "error" || $.record.status = "failure" || $.record.status = "timeout") && ($.channel = "kite-demo") }',
    ]);
  });

  it.each<[readonly string[], RegExp]>([
    [["--since", "ten"], /^--since: expected a number with s, m, h or d, such as 10m, received "ten"/],
    [["--function", "bot"], /^--function: expected one of request-dispatcher, .*received "bot"/],
    [["--channel", 'x" || 1'], /^--channel: expected 8 to 32 .*received/],
    [["--follow", "--json"], /^Expected --follow or --json, received both/],
  ])("rejects %j without a request", async (words, message) => {
    const { status, stderr } = await kite(...words);

    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(logs.starts).toEqual([]);
  });

  it("reports a stage that is not deployed", async () => {
    logs.groups = [];

    const { status, stderr } = await kite("--function", "outbox");

    expect(status).toBe(1);
    expect(stderr).toMatch(/^There is no log group \/aws\/lambda\/dev-outbox, so the stage is not deployed/);
  });
});

describe("following a log", () => {
  const start = Date.parse("2026-11-28T12:00:00Z");
  let now: number;
  let client: CloudWatchLogsClient;
  beforeEach(() => {
    now = start;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    client = new CloudWatchLogsClient({ region: "eu-west-1", endpoint: logs.url, credentials });
  });
  afterEach(() => client.destroy());
  const tail = () => new LogTail(client, { groups: [group], since: start - 600_000, now: () => now });
  const ids = async (it: LogTail) => (await it.next()).map(({ id }) => id.split(" ")[1]);

  it("returns each line once", async () => {
    const it = tail();
    logs.add(group, "a", start - 1_000, line("a"));
    const first = await ids(it);
    now += 2_000;
    const second = await ids(it);
    logs.add(group, "b", start + 1_000, line("b"));
    now += 2_000;

    expect([first, second, await ids(it)]).toEqual([["a"], [], ["b"]]);
  });

  it("returns a line that arrives two minutes late, after lines that are newer", async () => {
    const it = tail();
    logs.add(group, "new", start, line("new"));
    const first = await ids(it);
    logs.add(group, "late", start - 120_000, line("late"));
    now += 2_000;

    expect([first, await ids(it), await ids(it)]).toEqual([["new"], ["late"], []]);
  });

  it("returns two lines that have the same time and arrive separately", async () => {
    const it = tail();
    logs.add(group, "one", start, line("one"));
    const first = await ids(it);
    logs.add(group, "other", start, line("other"));

    expect([first, await ids(it)]).toEqual([["one"], ["other"]]);
  });

  it("misses no line after a pause of an hour, and does not read that hour again later", async () => {
    const it = tail();
    logs.add(group, "before", start, line("before"));
    await it.next();
    now += 3_600_000;
    logs.add(group, "meanwhile", start + 10_000, line("meanwhile"));
    const woken = await ids(it);
    await it.next();

    expect(woken).toEqual(["meanwhile"]);
    expect(logs.starts.at(-1)).toBe(now - 8 * 60_000);
  });

  it("misses no line if the clock of this machine is some minutes ahead", async () => {
    const it = tail();
    now += 4 * 60_000;
    await it.next();
    logs.add(group, "a", start - 60_000, line("a"));

    expect(await ids(it)).toEqual(["a"]);
  });
});

describe("kite logs --follow", () => {
  const { env } = process;
  const written: string[] = [];
  beforeEach(() => {
    process.env = {
      ...env,
      AWS_ENDPOINT_URL: logs.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    written.length = 0;
    jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    process.env = env;
    jest.restoreAllMocks();
  });

  it("prints the lines until now, then each later line once, until the logs cannot be read", async () => {
    let now = Date.parse("2026-11-28T12:00:00Z");
    const add = (id: string, fields?: object) => logs.add(group, id, now - 1_000, line(id, fields));
    const steps = [
      () => add("second"),
      () => {},
      () => add("other channel", { channel: "another-one" }),
      () => add("third"),
      () => {
        logs.isAllowed = false;
      },
    ];
    const pauses: number[] = [];
    const clock = {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds;
        pauses.push(milliseconds);
        steps.shift()?.();
      },
    };
    add("first");

    const following = printLogs(
      "dev",
      { function: "outbox", follow: true, since: "10m", errors: false },
      clock,
    );

    await expect(following).rejects.toThrow(
      "The logs of dev cannot be read: not authorized. Use credentials with logs:FilterLogEvents.",
    );
    expect(written.map((text) => text.slice("2026-11-28T12:00:00.000Z ".length))).toEqual([
      "INFO  outbox             first\n",
      "INFO  outbox             second\n",
      "INFO  outbox             other channel channel=another-one\n",
      "INFO  outbox             third\n",
    ]);
    expect(pauses).toEqual(Array(5).fill(2_000));
  });
});

describe("a line of a log", () => {
  const format = (message: unknown) =>
    formatLine({
      id: "1",
      group,
      timestamp: Date.parse("2026-11-28T12:00:00.123Z"),
      text: typeof message === "string" ? message : JSON.stringify(message),
    })?.replace(/^2026-11-28T12:00:00\.123Z /, "");

  it.each<[string, unknown, string | undefined]>([
    [
      "a message with its fields",
      line("swept", { notified: 3, xray_trace_id: "1-2" }),
      "INFO  outbox             swept notified=3",
    ],
    [
      "an error with its reason and its trace",
      line("a delivery failed", {
        level: "ERROR",
        channel: "kite-demo",
        error: { name: "HostRefused", message: "403 Forbidden", stack: "at x" },
        xray_trace_id: "1-2",
      }),
      'ERROR outbox             a delivery failed channel=kite-demo error="HostRefused: 403 Forbidden" trace=1-2',
    ],
    [
      "metrics",
      { _aws: { Timestamp: 1 }, service: "outbox", channel: "kite-demo", MessagesStored: 1 },
      "INFO  outbox             metrics channel=kite-demo MessagesStored=1",
    ],
    [
      "a failed invocation",
      {
        type: "platform.report",
        record: { status: "timeout", metrics: { durationMs: 45_000.4, maxMemoryUsedMB: 90 } },
      },
      "ERROR outbox             invocation: timeout ms=45000 maxMemoryUsedMB=90",
    ],
    ["the start of an invocation", { type: "platform.start", record: { requestId: "1" } }, undefined],
    ["a text that is not JSON", "plain text\n", "      outbox             plain text"],
    ["control characters", line("red \u001b[31m\r\nline"), "INFO  outbox             red  [31m line"],
  ])("is readable: %s", (_case, message, expected) => {
    expect(format(message)).toBe(expected);
  });
});

describe("the options of kite logs", () => {
  it.each([
    ["30s", 30_000],
    ["10m", 600_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
  ])("reads the duration %s", (text, milliseconds) => {
    expect(readDuration(text)).toBe(milliseconds);
  });

  it.each<[object | string, boolean]>([
    [line("failed", { level: "ERROR", channel: "kite-demo" }), true],
    [{ type: "platform.report", record: { status: "timeout" }, channel: "kite-demo" }, true],
    [line("failed", { level: "ERROR", channel: "another-one" }), false],
    [line("fine", { channel: "kite-demo" }), false],
    ["no JSON", false],
  ])("apply to lines that an emulator does not filter: %j is printed: %s", (message, isPrinted) => {
    const text = typeof message === "string" ? message : JSON.stringify(message);

    expect(isIncluded(text, { channel: "kite-demo", errors: true })).toBe(isPrinted);
    expect(isIncluded(text, { errors: false })).toBe(true);
  });

  it("need no filter without --errors and --channel", () => {
    expect(patternOf({ channel: undefined, errors: false })).toBeUndefined();
  });
});
