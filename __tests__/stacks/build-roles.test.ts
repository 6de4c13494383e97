import { buildStack, rightsOf } from "./build";

const stack = buildStack({ prodStage: true });

interface Starting {
  readonly Action: readonly string[];
  readonly Condition?: { readonly Null?: object };
}

describe("the roles of builds", () => {
  const all = (id: string) => Object.values(rightsOf(stack, `Projects_${id}`));
  const resources = (id: string) => all(id).flatMap(({ Resource }) => Resource);

  it("let dev's build touch dev's functions, lock and notes, and prod's build prod's", () => {
    const dev = resources("BuildAndDeploy");
    const prod = resources("Promote");

    expect(dev.filter((resource) => /prod/.test(resource))).toEqual([]);
    expect(prod.filter((resource) => /\bdev\b/.test(resource))).toEqual([
      "arn:aws:s3:::kite-source-123456789012/live/dev.json",
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-request-dispatcher:live",
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-outbox:live",
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-lifecycle-handler:live",
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-widget:live",
    ]);
    expect(rightsOf(stack, "Projects_Promote").CompareWithDev?.Action).toEqual([
      "lambda:GetFunctionConfiguration",
    ]);
    expect(rightsOf(stack, "Projects_Promote").Functions?.Resource).toEqual([
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-request-dispatcher",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-outbox",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-lifecycle-handler",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-widget",
    ]);
  });

  it("let only dev's build write artifacts", () => {
    const writers = [
      "BuildAndDeploy",
      "DeployOnTag",
      "DriftCheck",
      "E2eTest",
      "Promote",
      "PullRequest",
      "SecurityScan",
      "SmokeTest",
    ].filter((id) =>
      all(id).some(
        ({ Action, Resource }) =>
          Action.includes("s3:PutObject") && Resource.some((it) => /\/artefacts\//.test(it)),
      ),
    );

    expect(writers).toEqual(["BuildAndDeploy"]);
  });

  it("let builds send events of the pipeline and of no other program", () => {
    for (const id of ["BuildAndDeploy", "DeployOnTag", "DriftCheck", "Promote"]) {
      expect(rightsOf(stack, `Projects_${id}`).Events).toMatchObject({
        Action: ["events:PutEvents"],
        Resource: ["arn:aws:events:eu-west-1:123456789012:event-bus/default"],
        Condition: {
          StringEquals: { "events:source": ["kite.build"], "events:detail-type": expect.any(Array) },
        },
      });
    }
  });

  it("let a tag's build write its log and put one event", () => {
    expect(Object.keys(rightsOf(stack, "Projects_DeployOnTag"))).toEqual(["Logs", "Events"]);
    expect(rightsOf(stack, "Projects_DeployOnTag").Events?.Condition).toMatchObject({
      StringEquals: { "events:detail-type": ["Kite tagged"] },
    });
  });

  it("let nobody but a tag's build report a tag", () => {
    const policies = Object.entries(stack.byId("aws_iam_role_policy"))
      .filter(([, { policy }]) => String(policy).includes("Kite tagged"))
      .map(([id]) => id);

    expect(policies).toEqual([expect.stringMatching(/^Projects_DeployOnTag_/)]);
  });

  it("let the promotion start the smoke test with its own buildspec and the addresses alone", () => {
    expect(rightsOf(stack, "Projects_Promote").SmokeTest).toMatchObject({
      Action: ["codebuild:StartBuild"],
      Resource: ["arn:aws:codebuild:eu-west-1:123456789012:project/smoke-test-project"],
      Condition: {
        Null: { "codebuild:source.buildspec": ["true"] },
        "ForAllValues:StringEquals": {
          "codebuild:environment.environmentVariables.name": ["WEBSOCKET_URL", "HTTP_URL"],
        },
      },
    });
  });

  it("never let a build be started with another buildspec", () => {
    const starting = stack
      .all("aws_iam_role_policy")
      .flatMap(({ policy }) => JSON.parse(String(policy)).Statement as readonly Starting[])
      .filter(({ Action }) => Action.some((action) => /^codebuild:(Start|Retry)/.test(action)));

    expect(starting.length).toBeGreaterThan(3);
    for (const { Condition } of starting) {
      expect(Condition?.Null).toEqual({ "codebuild:source.buildspec": ["true"] });
    }
  });

  it.each(["PullRequest", "SecurityScan", "SmokeTest"])("let %s write its log, and nothing else", (id) => {
    expect(Object.keys(rightsOf(stack, `Projects_${id}`))).toEqual(["Logs"]);
  });

  it("let the end-to-end test take the host's session and its parameters, and report", () => {
    expect(Object.keys(rightsOf(stack, "Projects_E2eTest"))).toEqual([
      "Logs",
      "Parameters",
      "Session",
      "Report",
    ]);
    expect(rightsOf(stack, "Projects_E2eTest").Session?.Resource).toEqual([
      "arn:aws:s3:::kite-source-123456789012/e2e/auth.json",
    ]);
  });

  it("let CodeBuild take them for this account alone", () => {
    const trusts = Object.entries(stack.byId("aws_iam_role"))
      .filter(([id]) => id.startsWith("Projects_"))
      .map(([, { assume_role_policy }]) => String(assume_role_policy));

    expect(trusts).toHaveLength(8);
    for (const trust of trusts) {
      expect(trust).toContain('"Service":"codebuild.amazonaws.com"');
      expect(trust).toContain('"aws:SourceAccount":"123456789012"');
    }
  });
});
