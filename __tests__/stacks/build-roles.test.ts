import { buildStack, rightsOf } from "./build";

const stack = buildStack({ prodStage: true });

interface Starting {
  readonly Action: readonly string[];
  readonly Condition?: { readonly Null?: object };
}

describe("the roles of builds", () => {
  const all = (id: string) => Object.values(rightsOf(stack, `Projects_${id}`));
  const resources = (id: string) => all(id).flatMap(({ Resource }) => Resource);

  it("allow each stage's build to change only the functions, the lock and the records of its own stage", () => {
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

  it("allow only dev's build to write artifacts", () => {
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

  it("allow builds to send events only with the source of this pipeline", () => {
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

  it("allow a tag's build only to write its log and to send one type of event", () => {
    expect(Object.keys(rightsOf(stack, "Projects_DeployOnTag"))).toEqual(["Logs", "Events"]);
    expect(rightsOf(stack, "Projects_DeployOnTag").Events?.Condition).toMatchObject({
      StringEquals: { "events:detail-type": ["Kite tagged"] },
    });
  });

  it("allow only a tag's build to send the event of a tag", () => {
    const policies = Object.entries(stack.byId("aws_iam_role_policy"))
      .filter(([, { policy }]) => String(policy).includes("Kite tagged"))
      .map(([id]) => id);

    expect(policies).toEqual([expect.stringMatching(/^Projects_DeployOnTag_/)]);
  });

  it("allow the promotion to start the smoke test with its own buildspec, and to override only the URLs", () => {
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

  it("never allow a build to be started with another buildspec", () => {
    const starting = stack
      .all("aws_iam_role_policy")
      .flatMap(({ policy }) => JSON.parse(String(policy)).Statement as readonly Starting[])
      .filter(({ Action }) => Action.some((action) => /^codebuild:(Start|Retry)/.test(action)));

    expect(starting.length).toBeGreaterThan(3);
    for (const { Condition } of starting) {
      expect(Condition?.Null).toEqual({ "codebuild:source.buildspec": ["true"] });
    }
  });

  it.each(["PullRequest", "SecurityScan", "SmokeTest"])("allow %s only to write its log", (id) => {
    expect(Object.keys(rightsOf(stack, `Projects_${id}`))).toEqual(["Logs"]);
  });

  it("allow the end-to-end test to read the host's session and its parameters, and to report", () => {
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

  it("can be assumed only by CodeBuild, for this account", () => {
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
