import { Testing } from "cdktf";
import { LocalStack } from "../../../stacks/local-stack";
import { read, Synthesized } from "../../constructs/synthesized";
import { buildStack } from "../build";
import { kiteStack } from "../kite";
import { stateStack } from "../state";
import { actionsByName } from "./actions-by-name";
import { alarmsRing } from "./alarms-ring";
import { allRules } from "./all-rules";
import { attributesKnown } from "./attributes-known";
import { bucketsClosed } from "./buckets-closed";
import { buildSecretsFromParameters } from "./build-secrets-from-parameters";
import { functionsKnowNoStage } from "./functions-know-no-stage";
import { logsExpire } from "./logs-expire";
import { namesFit } from "./names-fit";
import { queuesEncrypted } from "./queues-encrypted";
import { referencesMakeNoCircle } from "./references-make-no-circle";
import { referencesResolve } from "./references-resolve";
import { resourcesByName } from "./resources-by-name";
import { secretsByParameterName } from "./secrets-by-parameter-name";
import { stagesThrottle } from "./stages-throttle";
import { topicsEncrypted } from "./topics-encrypted";

/** A stack with one resource, written as Terraform reads it. */
function stackWith(type: string, resource: object): Synthesized {
  return new Synthesized(JSON.stringify({ resource: { [type]: { bad: resource } } }));
}

function policyWith(action: string, resource: string): Synthesized {
  const statement = { Effect: "Allow", Action: [action], Resource: [resource] };
  return stackWith("aws_iam_role_policy", { policy: JSON.stringify({ Statement: [statement] }) });
}

const rules = [
  { rule: actionsByName, bad: policyWith("dynamodb:*", "arn"), fault: "dynamodb:*" },
  { rule: resourcesByName, bad: policyWith("sqs:SendMessage", "*"), fault: "sqs:SendMessage" },
  {
    rule: bucketsClosed,
    bad: stackWith("aws_s3_bucket", { bucket: "open" }),
    fault: "bad: aws_s3_bucket_public_access_block",
  },
  {
    rule: alarmsRing,
    bad: stackWith("aws_cloudwatch_metric_alarm", {
      alarm_name: "mute",
      alarm_description: "docs/runbook.md#mute",
      alarm_actions: [],
    }),
    fault: "mute",
  },
  {
    rule: attributesKnown,
    bad: stackWith("aws_sqs_queue", { name: "painted", colour: "red" }),
    fault: "aws_sqs_queue.bad.colour",
  },
  {
    rule: topicsEncrypted,
    bad: stackWith("aws_sns_topic", { name: "through-aws", kms_master_key_id: "alias/aws/sns" }),
    fault: "through-aws",
  },
  {
    rule: namesFit,
    bad: stackWith("aws_iam_role", { name: "a-role-".repeat(10) }),
    fault: `aws_iam_role: ${"a-role-".repeat(10)}`,
  },
  { rule: queuesEncrypted, bad: stackWith("aws_sqs_queue", { name: "plain" }), fault: "plain" },
  { rule: logsExpire, bad: stackWith("aws_cloudwatch_log_group", { name: "for-ever" }), fault: "for-ever" },
  {
    rule: stagesThrottle,
    bad: stackWith("aws_apigatewayv2_stage", {
      name: "dev",
      default_route_settings: { throttling_rate_limit: 5 },
    }),
    fault: "dev",
  },
  {
    rule: stagesThrottle,
    bad: stackWith("aws_apigatewayv2_stage", {
      name: "beta",
      default_route_settings: { throttling_rate_limit: 5, throttling_burst_limit: 5 },
      route_settings: [{ route_key: "PING", throttling_burst_limit: 5 }],
    }),
    fault: "beta",
  },
  {
    rule: secretsByParameterName,
    bad: stackWith("aws_lambda_function", { environment: { variables: { BOT_TOKEN: "1:a" } } }),
    fault: "BOT_TOKEN",
  },
  {
    rule: buildSecretsFromParameters,
    bad: stackWith("aws_codebuild_project", {
      environment: { environment_variable: [{ name: "API_TOKEN", value: "x", type: "PLAINTEXT" }] },
    }),
    fault: "API_TOKEN",
  },
  {
    rule: referencesResolve,
    bad: stackWith("aws_sqs_queue", {
      name: "${aws_sqs_queue.other.name}",
      depends_on: ["aws_sqs_queue.bad"],
    }),
    fault: "aws_sqs_queue.other",
  },
  {
    rule: referencesMakeNoCircle,
    bad: stackWith("aws_sqs_queue", { name: "${aws_sqs_queue.bad.arn}" }),
    fault: "aws_sqs_queue.bad",
  },
  {
    rule: functionsKnowNoStage,
    bad: stackWith("aws_lambda_function", { url: "${aws_apigatewayv2_stage.dev.invoke_url}" }),
    fault: "aws_lambda_function.bad",
  },
];

const kite = kiteStack({ prodStage: true });
const build = buildStack({ prodStage: true, domainName: "example.org", cloudflareProxy: true });
const state = stateStack();
const local = read(new LocalStack(Testing.app(), "local"));

describe.each(rules)("$rule.name", ({ rule, bad, fault }) => {
  it("reports a stack that breaks the rule", () => {
    const faults = rule(bad);

    expect(faults[0]).toBe(fault);
  });

  it("finds no violation in kite with both stages, kite-build, kite-state and local", () => {
    const faults = [...rule(kite), ...rule(build), ...rule(state), ...rule(local)];

    expect(faults).toEqual([]);
  });
});

describe("the rules for all stacks", () => {
  it("all have a test in this file", () => {
    expect(new Set(rules.map(({ rule }) => rule))).toEqual(new Set(allRules));
  });

  it("have resources to check", () => {
    const counts = [
      "aws_iam_role_policy",
      "aws_cloudwatch_log_group",
      "aws_apigatewayv2_stage",
      "aws_cloudwatch_metric_alarm",
      "aws_sns_topic",
      "aws_sqs_queue",
    ].map((type) => kite.all(type).length);

    expect(counts).toEqual([8, 14, 4, 34, 1, 6]);
  });
});
