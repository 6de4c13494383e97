import { buildOptions } from "../../stacks/options/build-options";
import { buildStack, buildStackOf, environmentOf } from "./build";

const projects = [
  "build-and-deploy-project",
  "drift-check-project",
  "e2e-test-project",
  "pull-request-project",
  "security-scan-project",
];
const projectNames = (stack: ReturnType<typeof buildStack>) =>
  stack
    .all("aws_codebuild_project")
    .map(({ name }) => String(name))
    .sort();

describe("BuildStack", () => {
  it.each([
    ["https://github.com/ada/chat", "GITHUB"],
    ["https://git.example.org/ada/chat.git", "GITHUB_ENTERPRISE"],
    ["https://github.example.org:8443/ada/chat", "GITHUB_ENTERPRISE"],
  ])("honors gitRepositoryUrl %s: the source of every project is %s", (gitRepositoryUrl, type) => {
    const stack = buildStack({ gitRepositoryUrl, prodStage: true });

    const sources = stack
      .all("aws_codebuild_project")
      .filter(({ name }) => name !== "promote-project")
      .map(({ source }) => source as object);
    expect(sources).toHaveLength(projects.length + 2);
    for (const source of sources) {
      expect(source).toMatchObject({ type, location: gitRepositoryUrl });
    }
  });

  it.each(["https://gitlab.com/ada/chat", "https://bitbucket.org/ada/chat", "git@github.com:ada/chat.git"])(
    "rejects gitRepositoryUrl %s, and reports what is expected",
    (gitRepositoryUrl) => {
      const build = () => buildStack({ gitRepositoryUrl });

      expect(build).toThrow(
        `gitRepositoryUrl (props of the stack kite-build): expected ${buildOptions.gitRepositoryUrl.expected}, received "${gitRepositoryUrl}"`,
      );
    },
  );

  it.each([
    ["account", "1234-5678-9012", "the 12 digits of an AWS account"],
    ["region", "here", "an AWS region"],
    ["app", "Kite!", "2 to 25 lower-case letters"],
    ["permissionsBoundaryArn", "bound", "the ARN of an IAM policy"],
  ])("rejects the %s %j, and reports what is expected", (name, value, told) => {
    const build = () => buildStack({ [name]: value });

    expect(build).toThrow(`${name} (props of the stack kite-build): expected ${told}`);
  });

  it("returns the payload URL and, as a sensitive value, the secret of each webhook of a GitHub Enterprise server", () => {
    const outputs = (gitRepositoryUrl: string) => {
      const { output } = buildStack({ gitRepositoryUrl, prodStage: true }).document as {
        output: Record<string, { value: string; sensitive?: boolean }>;
      };
      return Object.entries(output)
        .filter(([name]) => name.includes("Webhook"))
        .map(([name, { value, sensitive }]) => [name, value.replace(/^.*\./, ""), sensitive]);
    };

    expect(outputs("https://github.com/ada/chat")).toEqual([]);
    expect(outputs("https://git.example.org/ada/chat").sort()).toEqual(
      ["BuildAndDeploy", "DeployOnTag", "PullRequest"].flatMap((project) => [
        [`${project}WebhookPayloadUrl`, "payload_url}", undefined],
        [`${project}WebhookSecret`, "secret}", true],
      ]),
    );
  });

  it("honors s3BucketWithState for its own state and for the permissions of the drift check", () => {
    const stack = buildStack({ s3BucketWithState: "states" });

    const { backend } = stack.document.terraform as { backend: { s3: object } };
    expect(backend.s3).toMatchObject({
      bucket: "states",
      key: "kite-build/terraform.tfstate",
      use_lockfile: true,
    });
    expect(stack.json).toContain("arn:aws:s3:::states/kite/terraform.tfstate");
  });

  it("stores its state in a file, and creates no drift check, without s3BucketWithState", () => {
    const stack = buildStackOf({}, { KITE_STATE: "local" });

    expect(stack.document.terraform).toMatchObject({
      backend: { local: { path: "../../../terraform.kite-local-build.tfstate" } },
    });
    expect(projectNames(stack)).not.toContain("drift-check-project");
    expect(stack.all("aws_scheduler_schedule").map(({ name }) => name)).toEqual(["kite-security-scan"]);
  });

  it("honors region", () => {
    const stack = buildStack({ region: "us-east-2" });

    expect(stack.document.provider).toMatchObject({
      aws: [{ region: "us-east-2", allowed_account_ids: ["123456789012"] }],
    });
    expect(stack.json).not.toContain("eu-west-1");
  });

  it("honors prodStage: creates the projects that ship a tag to prod only if it is true", () => {
    const [without, with_] = [buildStack(), buildStack({ prodStage: true })];

    expect(projectNames(without)).toEqual(projects);
    expect(projectNames(with_)).toEqual(
      [...projects, "deploy-on-tag-project", "promote-project", "smoke-test-project"].sort(),
    );
    expect(without.json).not.toContain("prod-outbox");
  });

  it.each([
    ["arm64", "ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"],
    ["x86_64", "LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0"],
  ] as const)(
    "honors architecture %s for all projects, including the end-to-end test",
    (architecture, type, image) => {
      const stack = buildStack({ architecture });

      const environments = stack.all("aws_codebuild_project").map(({ name, environment }) => {
        const { type, image } = environment as { type: string; image: string };
        return [name, type, image];
      });
      expect(new Set(environments)).toEqual(
        new Set(
          projects.map((name) => [
            name,
            type,
            name === "e2e-test-project" ? "mcr.microsoft.com/playwright:v1.65.1-noble" : image,
          ]),
        ),
      );
    },
  );

  it("honors gitBranch for pushes and for builds that a person starts", () => {
    const stack = buildStack({ gitBranch: "release/2.0" });

    expect(stack.json).toContain(String.raw`^refs/heads/release/2\\.0$`);
    expect(stack.all("aws_codebuild_project").map(({ source_version }) => source_version)).toEqual(
      Array(projects.length).fill("release/2.0"),
    );
  });

  it("honors permissionsBoundaryArn for every role", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/bound";

    const bound = buildStack({ permissionsBoundaryArn, prodStage: true }).all("aws_iam_role");

    expect(bound).toHaveLength(12);
    expect(bound.filter((role) => role.permissions_boundary !== permissionsBoundaryArn)).toEqual([]);
  });

  it("honors awsEndpointUrl for every service whose resources it declares", () => {
    const stack = buildStack({ awsEndpointUrl: "http://localhost:4566" });

    const { aws } = stack.document.provider as { aws: { endpoints: Record<string, string>[] }[] };
    const endpoints = aws[0]?.endpoints[0] ?? {};
    // The types of EventBridge rules and log groups start with `cloudwatch`, but their endpoints have other names.
    const wanted = ["codebuild", "events", "iam", "kms", "logs", "s3", "scheduler", "sns", "ssm", "sts"];
    expect(wanted.filter((service) => endpoints[service] !== "http://localhost:4566")).toEqual([]);
    expect(buildStack().json).not.toContain("localhost");
  });

  it("passes the names of the deployment to its builds", () => {
    const stack = buildStackOf({ prodStage: true }, { KITE_SANDBOX: "ada" });

    const tag = stack.one("aws_codebuild_project", { name: "ada-deploy-on-tag-project" });
    const promotion = stack.one("aws_codebuild_project", { name: "ada-promote-project" });
    expect(environmentOf(tag)).toEqual({ EVENT_SOURCE: "ada-kite.build" });
    expect(environmentOf(promotion)).toEqual({
      KITE_APP: "ada-kite",
      KITE_DEPLOYMENT: "kite",
      KITE_SANDBOX: "ada",
      SOURCE_BUCKET: "ada-kite-source-123456789012",
      EVENT_SOURCE: "ada-kite.build",
      STAGE: "prod",
      FUNCTION_PREFIX: "ada-prod",
      DEV_FUNCTION_PREFIX: "ada-dev",
      SMOKE_PROJECT: "ada-smoke-test-project",
      SMOKE_MINUTES: "20",
      LOCK_MINUTES: "60",
      SEED_REQUEST_DISPATCHER: "request-dispatcher.zip",
      SEED_OUTBOX: "outbox.zip",
      SEED_LIFECYCLE_HANDLER: "lifecycle-handler.zip",
      SEED_WIDGET: "widget.zip",
    });
  });

  it("passes the keys of the seeds to its builds", () => {
    const file = {
      code: "build",
      mainLambdaS3Key: "ours/main.zip",
      outboxLambdaS3Key: "ours/out.zip",
      lifecycleLambdaS3Key: "ours/life.zip",
    };

    const build = buildStackOf(file).one("aws_codebuild_project", { name: "build-and-deploy-project" });
    expect(environmentOf(build)).toMatchObject({
      SEED_REQUEST_DISPATCHER: "ours/main.zip",
      SEED_OUTBOX: "ours/out.zip",
      SEED_LIFECYCLE_HANDLER: "ours/life.zip",
    });
  });

  it("has outputs for its names and the pages of its projects", () => {
    const { output } = buildStack().document as { output: Record<string, { value: string }> };

    expect(Object.keys(output).sort()).toEqual([
      "BuildAndDeployProject",
      "BuildAndDeployUrl",
      "DriftCheckProject",
      "DriftCheckUrl",
      "EndToEndTestProject",
      "EndToEndTestUrl",
      "LifecycleLambdaS3Key",
      "MainLambdaS3Key",
      "OutboxLambdaS3Key",
      "PullRequestProject",
      "PullRequestUrl",
      "SecurityScanProject",
      "SecurityScanUrl",
      "SourceBucketName",
      "WidgetLambdaS3Key",
    ]);
    expect(output.DriftCheckUrl?.value).toBe(
      "https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/123456789012/projects/drift-check-project/history?region=eu-west-1",
    );
  });

  it("synthesizes the same JSON twice", () => {
    const [first, second] = [buildStack({ prodStage: true }), buildStack({ prodStage: true })];

    expect(second.json).toBe(first.json);
  });
});
