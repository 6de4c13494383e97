import { buildStack, buildStackOf } from "./build";
import { ruleOf } from "./events/rule-of";
import { pipelineEvent } from "./events/samples";
import { transform } from "./events/transform";

const stack = buildStack({ prodStage: true });

const deployed = pipelineEvent("Kite deployed", { stage: "dev", inputs: "ab12", commit: "c0ffee" });
const tagged = pipelineEvent("Kite tagged", {
  tag: "v1.0.0",
  commit: "c0ffee",
  inputs: "ab12",
  committedAt: "2026-11-20T11:00:00Z",
});

describe("the rules and schedules that start builds", () => {
  it("start the end-to-end test of the deployed commit after a deploy", () => {
    const { transformer, target } = ruleOf(stack, "kite-e2e-after-deploy");

    const input = transform(transformer, deployed);
    expect(JSON.parse(input)).toEqual({ sourceVersion: "c0ffee" });
    expect(target.arn).toMatch(/^\$\{aws_codebuild_project\.Projects_E2eTest_Project_\w+\.arn\}$/);
    expect(target.role_arn).toMatch(/^\$\{aws_iam_role\.AfterDeploy_Role_\w+\.arn\}$/);
  });

  it("start the promotion of a reported tag, with the tag's values as plain text", () => {
    const { transformer, target } = ruleOf(stack, "kite-promote-tag");

    const input = JSON.parse(transform(transformer, tagged));
    const variable = (name: string, value: string) => ({ name, value, type: "PLAINTEXT" });
    expect(input).toEqual({
      environmentVariablesOverride: [
        variable("TAG", "v1.0.0"),
        variable("COMMIT", "c0ffee"),
        variable("INPUTS", "ab12"),
        variable("COMMITTED_AT", "2026-11-20T11:00:00Z"),
      ],
    });
    expect(target.arn).toMatch(/^\$\{aws_codebuild_project\.Projects_Promote_Project_\w+\.arn\}$/);
  });

  it.each([
    ["the default", {}, "cron(0 12 ? * MON-FRI *)", "UTC"],
    [
      "a custom schedule and time zone",
      { driftCheckSchedule: "rate(2 hours)", driftCheckTimeZone: "Europe/Berlin" },
      "rate(2 hours)",
      "Europe/Berlin",
    ],
  ])("start the drift check exactly on time with %s", (_case, file, expression, timeZone) => {
    const schedule = buildStackOf(file).one("aws_scheduler_schedule", { name: "kite-drift-check" });

    expect(schedule).toMatchObject({
      name: "kite-drift-check",
      schedule_expression: expression,
      schedule_expression_timezone: timeZone,
      flexible_time_window: { mode: "OFF" },
      target: {
        arn: expect.stringMatching(/^\$\{aws_codebuild_project\.Projects_DriftCheck_Project_\w+\.arn\}$/),
        role_arn: expect.stringMatching(/^\$\{aws_iam_role\.DriftCheck_Role_\w+\.arn\}$/),
      },
    });
  });

  it("start the security scan each Monday morning, in the time zone of the drift check", () => {
    const schedule = buildStackOf({ driftCheckTimeZone: "Europe/Berlin" }).one("aws_scheduler_schedule", {
      name: "kite-security-scan",
    });

    expect(schedule).toMatchObject({
      schedule_expression: "cron(0 6 ? * MON *)",
      schedule_expression_timezone: "Europe/Berlin",
      flexible_time_window: { mode: "OFF" },
      target: {
        arn: expect.stringMatching(/^\$\{aws_codebuild_project\.Projects_SecurityScan_Project_\w+\.arn\}$/),
        role_arn: expect.stringMatching(/^\$\{aws_iam_role\.SecurityScan_Role_\w+\.arn\}$/),
      },
    });
  });

  it("may start only their own build, and only for this account", () => {
    const starters = Object.entries(stack.byId("aws_iam_role_policy")).filter(([id]) =>
      /^(AfterDeploy|AfterTag|DriftCheck|SecurityScan)_/.test(id),
    );
    const trusts = Object.entries(stack.byId("aws_iam_role"))
      .filter(([id]) => /^(AfterDeploy|AfterTag|DriftCheck|SecurityScan)_/.test(id))
      .map(([, { assume_role_policy }]) => String(assume_role_policy));

    expect(starters).toHaveLength(4);
    for (const [id, { policy }] of starters) {
      expect(JSON.parse(String(policy)).Statement).toEqual([
        {
          Sid: "Start",
          Effect: "Allow",
          Action: ["codebuild:StartBuild"],
          Resource: [expect.stringMatching(/^\$\{aws_codebuild_project\.\w+\.arn\}$/)],
          Condition: {
            Null: { "codebuild:source.buildspec": ["true"] },
            ...(id.startsWith("AfterTag_") && {
              "ForAllValues:StringEquals": {
                "codebuild:environment.environmentVariables.name": [
                  "TAG",
                  "COMMIT",
                  "INPUTS",
                  "COMMITTED_AT",
                ],
              },
            }),
          },
        },
      ]);
    }
    expect(trusts.map((trust) => /"Service":"([^"]+)"/.exec(trust)?.[1]).sort()).toEqual([
      "events.amazonaws.com",
      "events.amazonaws.com",
      "scheduler.amazonaws.com",
      "scheduler.amazonaws.com",
    ]);
    expect(trusts.every((trust) => trust.includes('"aws:SourceAccount":"123456789012"'))).toBe(true);
  });
});
