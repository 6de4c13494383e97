import { namesInPlan } from "../../../cli/policies/names-in-plan";
import { policyLimit, sizeOf, toPolicies } from "../../../cli/policies/policy";

describe("toPolicies", () => {
  it("makes one statement of what speaks of the same things", () => {
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

  it("keeps apart what holds under another condition", () => {
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

  it("begins another policy before one gets too long", () => {
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
    ["tables", ["ada-prod.Members"], ["ada-prod.*"]],
    ["a folder of the app", ["/aws/vendedlogs/ada-kite/ada-dev/http"], ["/aws/vendedlogs/ada-kite/*"]],
    ["a name below a service's folder", ["/aws/lambda/ada-dev-outbox"], ["/aws/lambda/ada-dev-*"]],
    [
      "a name with a reference",
      ["/aws/apigateway/${aws_apigatewayv2_api.it.id}/dev"],
      ["/aws/apigateway/*/dev"],
    ],
    ["a name of its own", ["drift-check-project"], ["drift-check-project"]],
    ["a name that only begins alike", ["ada-development"], ["ada-development"]],
  ])("takes %s", (_, values, expected) => {
    expect(namesInPlan(names(...values), { type: "aws_x", attributes: ["name"] }, beginnings)).toEqual(
      expected,
    );
  });

  it("takes names as they are where they are few, and the beginning of one that AWS completes", () => {
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
