import { buildStack, buildStackOf } from "./build";
import { matches } from "./events/matches";
import { ruleOf } from "./events/rule-of";
import { buildEvent, pipelineEvent } from "./events/samples";
import { transform } from "./events/transform";

const stack = buildStack({ prodStage: true, alarmEmails: ["on-call@example.org"] });

const deployed = pipelineEvent("Kite deployed", { stage: "dev", inputs: "ab12", commit: "c0ffee" });
const tagged = pipelineEvent("Kite tagged", {
  tag: "v1.0.0",
  commit: "c0ffee",
  inputs: "ab12",
  committedAt: "2026-11-20T11:00:00Z",
});
const detected = pipelineEvent("Kite drift detected", {
  stack: "kite",
  summary: "1 resource has drifted, 1 is not applied.",
  resources: [
    { address: "aws_dynamodb_table.dev_Tables_Members_1", class: "drifted", attributes: ["tags.owner"] },
    { address: "aws_sqs_queue.dev_Outbox_Queue_2", class: "not-applied", attributes: ["delay_seconds"] },
  ],
  listing:
    "aws_dynamodb_table.dev_Tables_Members_1 (drifted: tags.owner); aws_sqs_queue.dev_Outbox_Queue_2 (not-applied: delay_seconds)",
  notListed: 0,
});
const failed = pipelineEvent("Kite drift check failed", { stack: "kite", reason: "No credentials." });
const cleared = pipelineEvent("Kite drift cleared", { stack: "kite" });
const before = [
  ["SUBMITTED", "SUCCEEDED"],
  ["DOWNLOAD_SOURCE", "SUCCEEDED"],
] as const;
const notStarted = buildEvent("drift-check-project", "FAILED", [
  ["SUBMITTED", "SUCCEEDED"],
  ["DOWNLOAD_SOURCE", "FAILED"],
  ["COMPLETED"],
]);
const toldItself = buildEvent("drift-check-project", "FAILED", [
  ...before,
  ["BUILD", "FAILED"],
  ["COMPLETED"],
]);

const events = {
  "a deploy to dev": deployed,
  "a deploy to prod": pipelineEvent("Kite deployed", { stage: "prod", inputs: "ab12", commit: "c0ffee" }),
  "a deploy of another program": pipelineEvent("Kite deployed", { stage: "dev" }, "other.build"),
  "a tag": tagged,
  "a tag of another program": pipelineEvent("Kite tagged", { tag: "v1.0.0" }, "other.build"),
  "a promotion that failed": buildEvent("promote-project", "FAILED"),
  "a promotion that timed out": buildEvent("promote-project", "TIMED_OUT"),
  "a promotion that succeeded": buildEvent("promote-project", "SUCCEEDED"),
  "a promotion that is running": buildEvent("promote-project", "IN_PROGRESS"),
  "a smoke test that failed": buildEvent("smoke-test-project", "FAILED"),
  "drift detected": detected,
  "a drift check that failed and sent its event": failed,
  "drift cleared": cleared,
  "drift of another program": pipelineEvent("Kite drift detected", { stack: "kite" }, "ada-kite.build"),
  "a drift check that failed before it started": notStarted,
  "a drift check that timed out": buildEvent("drift-check-project", "TIMED_OUT", before),
  "a drift check that was stopped": buildEvent("drift-check-project", "STOPPED", before),
  "a drift check with an internal error of CodeBuild": buildEvent("drift-check-project", "FAULT"),
  "a drift check whose build failed after it sent its event": toldItself,
  "a drift check that succeeded": buildEvent("drift-check-project", "SUCCEEDED", before),
  "a drift check that is running": buildEvent("drift-check-project", "IN_PROGRESS", [
    ["SUBMITTED", "SUCCEEDED"],
  ]),
  "a scan with findings": buildEvent("security-scan-project", "FAILED", [
    ...before,
    ["BUILD", "FAILED"],
    ["COMPLETED"],
  ]),
  "a scan that timed out": buildEvent("security-scan-project", "TIMED_OUT", before),
  "a scan that succeeded": buildEvent("security-scan-project", "SUCCEEDED", before),
  "a scan that is running": buildEvent("security-scan-project", "IN_PROGRESS"),
  "a deploy that timed out": buildEvent("build-and-deploy-project", "TIMED_OUT"),
  "a sandbox's drift check that timed out": buildEvent("ada-drift-check-project", "TIMED_OUT"),
} as const;

const rules: Readonly<Record<string, readonly (keyof typeof events)[]>> = {
  "kite-e2e-after-deploy": ["a deploy to dev"],
  "kite-promote-tag": ["a tag"],
  "kite-promotion-failed": ["a promotion that failed", "a promotion that timed out"],
  "kite-drift-detected": ["drift detected"],
  "kite-drift-check-failed": ["a drift check that failed and sent its event"],
  "kite-drift-cleared": ["drift cleared"],
  "kite-drift-check-broken": [
    "a drift check that failed before it started",
    "a drift check that timed out",
    "a drift check that was stopped",
    "a drift check with an internal error of CodeBuild",
  ],
  "kite-security-scan-failed": ["a scan with findings", "a scan that timed out"],
};

describe.each(Object.entries(rules))("the event rule %s", (name, wanted) => {
  const { pattern } = ruleOf(stack, name);

  it.each(Object.entries(events))("matches only its own events: %s", (event, sample) => {
    expect(matches(pattern, sample)).toBe((wanted as readonly string[]).includes(event));
  });
});

describe("the event rules", () => {
  it("all have a test in this file", () => {
    const names = stack.all("aws_cloudwatch_event_rule").map(({ name }) => name);

    expect(names.sort()).toEqual(Object.keys(rules).sort());
  });

  it("match only the sandbox's own events in a sandbox", () => {
    const sandbox = buildStackOf({}, { KITE_SANDBOX: "ada" });

    const { pattern } = ruleOf(sandbox, "ada-kite-drift-detected");
    expect(matches(pattern, detected)).toBe(false);
    expect(matches(pattern, events["drift of another program"])).toBe(true);
  });
});

describe("the text of a notice", () => {
  const told = (name: string, event: object) => transform(ruleOf(stack, name).transformer, event).split("\n");
  const WHERE = '"Stack kite, account 123456789012, region eu-west-1, at 2026-11-20T12:00:41Z."';

  it("lists the resources and attributes that have drifted", () => {
    const lines = told("kite-drift-detected", detected);

    expect(lines).toEqual([
      '"Drift was detected in the Stack! You should re-deploy the stack manually"',
      WHERE,
      '"1 resource has drifted, 1 is not applied."',
      '"Resources and their attributes: aws_dynamodb_table.dev_Tables_Members_1 (drifted: tags.owner); aws_sqs_queue.dev_Outbox_Queue_2 (not-applied: delay_seconds)"',
      '"Not listed here: 0"',
      '"To check again: npx kite drift kite. To deploy: npm run deploy-kite."',
    ]);
  });

  it("contains the reason if a drift check failed", () => {
    const lines = told("kite-drift-check-failed", failed);

    expect(lines).toEqual([
      '"The drift check failed, so it is unknown whether there is drift."',
      WHERE,
      '"No credentials."',
      '"To check manually: npx kite drift kite."',
    ]);
  });

  it("reports that the drift is gone", () => {
    const lines = told("kite-drift-cleared", cleared);

    expect(lines).toEqual(['"The reported drift no longer exists."', WHERE]);
  });

  it("links to the log if a drift check did not end normally", () => {
    const lines = told("kite-drift-check-broken", notStarted);

    expect(lines.slice(1)).toEqual([
      '"Project drift-check-project, account 123456789012, region eu-west-1, at 2026-11-20T12:00:41Z: FAILED."',
      '"Log: https://logs.example/8745a7a9"',
    ]);
  });

  it("links to the log and the docs if a security scan has findings", () => {
    const lines = told("kite-security-scan-failed", events["a scan with findings"]);

    expect(lines).toEqual([
      '"The security scan failed, or it found problems that nobody has accepted. docs/security.md describes what to do."',
      '"Project security-scan-project, account 123456789012, region eu-west-1, at 2026-11-20T12:00:41Z: FAILED."',
      '"Log: https://logs.example/8745a7a9"',
    ]);
  });

  it("contains only plain values, because EventBridge removes the quotes from lists and objects", () => {
    const paths = Object.keys(rules).flatMap((name) =>
      Object.values(ruleOf(stack, name).transformer.input_paths),
    );

    const [details, others] = [/^\$\.detail\.(\w+)$/, /^\$\.(detail\.|account$|region$|time$)/];
    const structured = paths.filter((path) => {
      const [, member = ""] = details.exec(path) ?? [];
      return typeof (detected as { detail: Record<string, unknown> }).detail[member] === "object";
    });
    expect(paths.filter((path) => !others.test(path))).toEqual([]);
    expect(structured).toEqual([]);
  });

  it("is sent by email through one topic, and EventBridge may use the topic's key", () => {
    const topic = /^\$\{aws_sns_topic\.\w+\.arn\}$/;

    const targets = Object.keys(rules)
      .filter((name) => !["kite-e2e-after-deploy", "kite-promote-tag"].includes(name))
      .map((name) => ruleOf(stack, name).target.arn);
    expect(new Set(targets).size).toBe(1);
    expect(targets[0]).toMatch(topic);
    expect(stack.one("aws_sns_topic")).toMatchObject({
      name: "kite-build-notices",
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
    });
    for (const policy of [stack.one("aws_kms_key").policy, stack.one("aws_sns_topic_policy").policy]) {
      expect(policy).toContain('"Principal":{"Service":"events.amazonaws.com"}');
      expect(policy).not.toContain("cloudwatch.amazonaws.com");
    }
    expect(stack.one("aws_sns_topic_subscription")).toMatchObject({
      protocol: "email",
      endpoint: "on-call@example.org",
    });
  });
});
