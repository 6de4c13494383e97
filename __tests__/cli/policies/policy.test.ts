import { namesInPlan } from "../../../cli/policies/names-in-plan";
import { policyLimit, sizeOf, toPolicies } from "../../../cli/policies/policy";

describe("toPolicies", () => {
  it("combines statements with the same resources", () => {
    const [policy, ...others] = toPolicies("kite", [
      { actions: ["sqs:CreateQueue", "sns:Publish"], resources: ["b", "a"] },
      { actions: ["sqs:DeleteQueue", "sqs:CreateQueue"], resources: ["a", "b", "a"] },
      { actions: ["sqs:DeleteQueue"], resources: ["c"] },
    ]);

    expect(others).toEqual([]);
    expect(policy?.name).toBe("kite");
    expect(policy?.document.Statement).toEqual([
      { Sid: "SnsA", Effect: "Allow", Action: ["sns:Publish"], Resource: ["a", "b"] },
      { Sid: "SqsA", Effect: "Allow", Action: ["sqs:CreateQueue", "sqs:DeleteQueue"], Resource: ["a", "b"] },
      { Sid: "SqsB", Effect: "Allow", Action: ["sqs:DeleteQueue"], Resource: ["c"] },
    ]);
  });

  it("does not combine statements with different conditions", () => {
    const condition = (service: string) => ({ StringEquals: { "iam:PassedToService": service } });

    const [policy] = toPolicies("kite", [
      { actions: ["iam:PassRole"], resources: ["a"], condition: condition("one") },
      { actions: ["iam:PassRole"], resources: ["a"], condition: condition("two") },
    ]);

    expect(policy?.document.Statement.map(({ Condition }) => Condition)).toEqual([
      condition("one"),
      condition("two"),
    ]);
  });

  it("starts another policy before a policy exceeds the size limit", () => {
    const statements = Array.from({ length: 20 }, (_, index) => ({
      actions: ["s3:GetObject"],
      resources: [`arn:aws:s3:::${String(index).padStart(2, "0")}${"x".repeat(900)}`],
    }));

    const policies = toPolicies("kite", statements);

    expect(policies.map(({ name }) => name)).toEqual(["kite-1", "kite-2", "kite-3", "kite-4"]);
    expect(policies.filter(({ document }) => sizeOf(document) > policyLimit)).toEqual([]);
    expect(policies.flatMap(({ document }) => document.Statement)).toHaveLength(20);
  });
});

describe("namesInPlan", () => {
  const beginnings = { app: "ada-kite", stages: ["ada-dev", "ada-prod"] };
  const names = (...values: readonly string[]) => ({
    resource: { aws_x: Object.fromEntries(values.map((name, index) => [`r${index}`, { name }])) },
  });

  it.each([
    ["names of a stage", ["ada-dev-outbox", "ada-dev-lifecycle-handler"], ["ada-dev-*"]],
    ["the names of tables", ["ada-prod.Members"], ["ada-prod.*"]],
    ["a folder of the app", ["/aws/vendedlogs/ada-kite/ada-dev/http"], ["/aws/vendedlogs/ada-kite/*"]],
    ["a name in a service's folder", ["/aws/lambda/ada-dev-outbox"], ["/aws/lambda/ada-dev-*"]],
    [
      "a name with a reference",
      ["/aws/apigateway/${aws_apigatewayv2_api.it.id}/dev"],
      ["/aws/apigateway/*/dev"],
    ],
    ["a name without a common prefix", ["drift-check-project"], ["drift-check-project"]],
    ["a name that only starts like a prefix", ["ada-development"], ["ada-development"]],
  ])("returns the patterns for %s", (_, values, expected) => {
    expect(namesInPlan(names(...values), { type: "aws_x", attributes: ["name"] }, beginnings)).toEqual(
      expected,
    );
  });

  it("returns full names if a type has few of them, and a pattern for a name prefix", () => {
    const plan = {
      resource: { aws_x: { a: { name_prefix: "ada-kite-files-" }, b: { name: "ada-kite-state" } } },
    };

    const found = namesInPlan(
      plan,
      { type: "aws_x", attributes: ["name", "name_prefix"], exact: true },
      beginnings,
    );

    expect(found).toEqual(["ada-kite-files-*", "ada-kite-state"]);
  });
});
