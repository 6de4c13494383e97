import { Metrics } from "@aws-lambda-powertools/metrics";
import { operatorAttention } from "../../../lambda-src/aws/operator-attention";
import { type ChatLog, HostUnavailable } from "../../../lambda-src/chat/ports";

const message = {
  member: { channelName: "support", memberId: "visitor-4711" },
  direction: "toHost",
} as const;
const reason = new HostUnavailable("sendMessage: 404 Not Found", { ambiguous: false, needsAttention: true });

/** Requests attention, and returns the log entries and the lines for CloudWatch. */
function request() {
  const logged: unknown[] = [];
  const written: string[] = [];
  const log: ChatLog = {
    info: (...entry) => logged.push(entry),
    warn: (...entry) => logged.push(entry),
    error: (...entry) => logged.push(entry),
  };
  const metrics = new Metrics({
    namespace: "kite",
    serviceName: "outbox",
    defaultDimensions: { stage: "dev" },
  });
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    operatorAttention(log, "dev", metrics).request(message, reason);
  } finally {
    write.mockRestore();
  }
  return { logged, metrics: written.map((line) => JSON.parse(line)) };
}

describe("a delivery that needs attention", () => {
  it("is logged with its reason and its channel", () => {
    const { logged } = request();

    const fields = { channel: "support", direction: "toHost", ambiguous: false };
    expect(logged).toEqual([["a delivery needs an operator's attention", reason, fields]]);
  });

  it("is counted by the metric that the alarm reads, with the channel as a property", () => {
    const { metrics } = request();

    expect(metrics).toMatchObject([
      {
        DeliveriesNeedingAttention: 1,
        service: "outbox",
        stage: "dev",
        channel: "support",
        direction: "toHost",
        _aws: { CloudWatchMetrics: [{ Namespace: "kite", Metrics: [{ Unit: "Count" }] }] },
      },
    ]);
    const [{ Dimensions }] = metrics[0]._aws.CloudWatchMetrics;
    expect(Dimensions.flat().sort()).toEqual(["service", "stage"]);
  });

  it("contains no personal data", () => {
    expect(JSON.stringify(request())).not.toContain("visitor-4711");
  });
});
