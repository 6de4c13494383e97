import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../settings/settings";
import { buildStack, buildStackOf, environmentOf, rightsOf } from "./build";

const stack = buildStack({ prodStage: true });
const project = (name: string) => stack.one("aws_codebuild_project", { name: `${name}-project` });

/** The filters of a project's webhook as `type pattern`; `undefined`: GitHub starts nothing. */
function filtersOf(id: string): readonly string[] | undefined {
  const [, webhook] =
    Object.entries(stack.byId("aws_codebuild_webhook")).find(([key]) => key.startsWith(`Projects_${id}_`)) ??
    [];
  const [group] = (webhook?.filter_group ?? []) as readonly { readonly filter: readonly Filter[] }[];
  return group?.filter.map(({ type, pattern }) => `${type} ${pattern}`);
}

interface Filter {
  readonly type: string;
  readonly pattern: string;
}

describe("the projects of kite-build", () => {
  it.each(["build-and-deploy", "deploy-on-tag", "drift-check", "e2e-test", "pull-request", "security-scan"])(
    "run %s by a buildspec of the repository, with logs for a week",
    (name) => {
      const { source, logs_config } = project(name);
      const [id] = Object.entries(stack.byId("aws_cloudwatch_log_group")).find(
        ([, group]) => group.name === `/aws/codebuild/${name}-project`,
      ) ?? [""];

      const { buildspec } = source as { readonly buildspec: string };
      expect(buildspec).toBe(`buildspecs/${name}.yml`);
      expect(existsSync(join(REPOSITORY, buildspec))).toBe(true);
      expect(stack.byId("aws_cloudwatch_log_group")[id]).toMatchObject({ retention_in_days: 7 });
      expect(logs_config).toEqual({
        cloudwatch_logs: { group_name: `\${aws_cloudwatch_log_group.${id}.name}`, status: "ENABLED" },
      });
    },
  );

  it.each([
    ["BuildAndDeploy", ["EVENT PUSH", "HEAD_REF ^refs/heads/main$", expect.stringMatching(/^FILE_PATH /)]],
    ["DeployOnTag", ["EVENT PUSH", "HEAD_REF ^refs/tags/v.+"]],
    [
      "PullRequest",
      [
        "EVENT PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED",
        "BASE_REF ^refs/heads/main$",
      ],
    ],
    ["DriftCheck", undefined],
    ["E2eTest", undefined],
    ["SecurityScan", undefined],
  ])("have GitHub start %s by %j", (id, expected) => {
    expect(filtersOf(id)).toEqual(expected);
  });

  it("build a stranger's pull request when somebody who may write has said so", () => {
    const waiting = stack
      .all("aws_codebuild_webhook")
      .filter(({ pull_request_build_policy }) => pull_request_build_policy !== undefined);

    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({
      project_name: expect.stringContaining("Projects_PullRequest_Project"),
      pull_request_build_policy: {
        requires_comment_approval: "FORK_PULL_REQUESTS",
        approver_roles: ["GITHUB_WRITE", "GITHUB_MAINTAIN", "GITHUB_ADMIN"],
      },
    });
  });

  it("ship what functions are made of, as the pipeline names it, and not a change of a page", () => {
    const pattern = filtersOf("BuildAndDeploy")?.[2]?.replace("FILE_PATH ", "") ?? "";
    const step = readFileSync(join(REPOSITORY, "buildspecs/steps/describe-source.sh"), "utf8");
    const inputs = (/inputs=\(([^)]*)\)/.exec(step)?.[1] ?? "").trim().split(/\s+/);

    const paths = inputs.map((path) => (path === "lambda-src" ? "lambda-src/outbox/index.ts" : path));
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !new RegExp(pattern).test(path))).toEqual([]);
    expect(
      ["README.md", "docs/package.json", "stacks/kite-stack.ts", "deployments/kite.json"].filter((path) =>
        new RegExp(pattern).test(path),
      ),
    ).toEqual([]);
  });

  it("run the end-to-end test in the image of the very Playwright that is installed", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };

    expect(project("e2e-test").environment).toMatchObject({
      image: `mcr.microsoft.com/playwright:v${devDependencies["@playwright/test"]}-noble`,
      image_pull_credentials_type: "SERVICE_ROLE",
    });
    expect(project("drift-check").environment).toMatchObject({ image_pull_credentials_type: "CODEBUILD" });
  });

  it("report the end-to-end test into a group that goes with the stack", () => {
    expect(stack.one("aws_codebuild_report_group")).toEqual({
      name: "e2e-test-project-e2e-test-report-group",
      type: "TEST",
      delete_reports: true,
      export_config: { type: "NO_EXPORT" },
      tags: { stage: "dev" },
    });
  });

  it("keep a cache of their own each, pull requests and the end-to-end test on their machine", () => {
    const caches = Object.fromEntries(
      stack.all("aws_codebuild_project").map(({ name, cache }) => {
        const { type, location } = cache as { readonly type: string; readonly location?: string };
        return [name, location ?? type];
      }),
    );

    expect(caches).toEqual({
      "build-and-deploy-project": "kite-source-123456789012/cache/build-and-deploy-project",
      "deploy-on-tag-project": "kite-source-123456789012/cache/deploy-on-tag-project",
      "drift-check-project": "kite-source-123456789012/cache/drift-check-project",
      "e2e-test-project": "LOCAL",
      "pull-request-project": "LOCAL",
      "security-scan-project": "LOCAL",
    });
  });

  it("run one check and one conversation at once, and tell GitHub how the builds of its commits ended", () => {
    const kinds = stack
      .all("aws_codebuild_project")
      .map(({ name, concurrent_build_limit, source }) => [
        name,
        concurrent_build_limit,
        (source as { readonly report_build_status: boolean }).report_build_status,
      ]);

    expect(kinds.sort()).toEqual([
      ["build-and-deploy-project", undefined, true],
      ["deploy-on-tag-project", undefined, true],
      ["drift-check-project", 1, false],
      ["e2e-test-project", 1, true],
      ["pull-request-project", undefined, true],
      ["security-scan-project", 1, false],
    ]);
  });

  it("run the checks on a machine with four cores, and the rest on one with two", () => {
    const medium = stack
      .all("aws_codebuild_project")
      .filter(({ environment }) =>
        (environment as { compute_type: string }).compute_type.endsWith("_MEDIUM"),
      );

    expect(medium.map(({ name }) => name).sort()).toEqual([
      "build-and-deploy-project",
      "pull-request-project",
    ]);
  });

  it("see the whole history where a commit may be older than its branch, and one commit elsewhere", () => {
    const depths = stack
      .all("aws_codebuild_project")
      .map(({ name, source }) => [name, (source as { readonly git_clone_depth: number }).git_clone_depth]);

    expect(Object.fromEntries(depths)).toEqual({
      "build-and-deploy-project": 0,
      "deploy-on-tag-project": 0,
      "drift-check-project": 1,
      "e2e-test-project": 0,
      "pull-request-project": 1,
      "security-scan-project": 1,
    });
  });

  it("carry the tag of the stage that they are for", () => {
    const stages = stack
      .all("aws_codebuild_project")
      .map(({ name, tags }) => [name, (tags as { stage?: string } | undefined)?.stage]);

    expect(Object.fromEntries(stages)).toEqual({
      "build-and-deploy-project": "dev",
      "deploy-on-tag-project": "prod",
      "drift-check-project": undefined,
      "e2e-test-project": "dev",
      "pull-request-project": undefined,
      "security-scan-project": undefined,
    });
  });

  it("give a build the time after which its lock counts as left behind", () => {
    const { build_timeout } = project("build-and-deploy");

    expect(environmentOf(project("build-and-deploy")).LOCK_MINUTES).toBe(String(build_timeout));
  });

  it("take secrets from parameters, those of Cloudflare with a domain alone", () => {
    const file = { domainName: "example.org", cloudflareProxy: true };

    const with_ = buildStackOf(file).one("aws_codebuild_project", { name: "drift-check-project" });
    expect(environmentOf(with_)).toMatchObject({
      CLOUDFLARE_API_TOKEN: "ssm:/kite/cloudflare-api-token",
      CLOUDFLARE_PROXY_SECRET: "ssm:/kite/proxy-secret",
      STACK: "kite",
    });
    expect(Object.keys(environmentOf(project("drift-check")))).not.toContain("CLOUDFLARE_API_TOKEN");
    expect(environmentOf(project("e2e-test"))).toMatchObject({
      E2E_WEBSOCKET_URL: "ssm:/kite/dev/e2e-websocket-url",
      E2E_GROUP_URL: "ssm:/kite/dev/e2e-telegram-group",
      E2E_CHANNEL: "ssm:/kite/dev/e2e-channel",
    });
  });
});

describe("the roles of builds", () => {
  const all = (id: string) => Object.values(rightsOf(stack, `Projects_${id}`));
  const resources = (id: string) => all(id).flatMap(({ Resource }) => Resource);

  it("let dev's build touch dev's functions, lock and notes, and prod's build prod's", () => {
    const dev = resources("BuildAndDeploy");
    const prod = resources("DeployOnTag");

    expect(dev.filter((resource) => /prod/.test(resource))).toEqual([]);
    expect(prod.filter((resource) => /\bdev\b/.test(resource))).toEqual([
      "arn:aws:s3:::kite-source-123456789012/tested/dev/*",
      "arn:aws:s3:::kite-source-123456789012/live/dev.json",
    ]);
    expect(rightsOf(stack, "Projects_DeployOnTag").Functions?.Resource).toEqual([
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-request-dispatcher",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-outbox",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-lifecycle-handler",
    ]);
  });

  it("let only dev's build write artefacts, and what dev has passed", () => {
    const writers = [
      "BuildAndDeploy",
      "DeployOnTag",
      "DriftCheck",
      "E2eTest",
      "PullRequest",
      "SecurityScan",
    ].filter((id) =>
      all(id).some(
        ({ Action, Resource }) =>
          Action.includes("s3:PutObject") && Resource.some((it) => /\/(artefacts|tested)\//.test(it)),
      ),
    );

    expect(writers).toEqual(["BuildAndDeploy"]);
  });

  it("let builds tell events of the pipeline and of no other program", () => {
    for (const id of ["BuildAndDeploy", "DeployOnTag", "DriftCheck"]) {
      expect(rightsOf(stack, `Projects_${id}`).Events).toMatchObject({
        Action: ["events:PutEvents"],
        Resource: ["arn:aws:events:eu-west-1:123456789012:event-bus/default"],
        Condition: { StringEquals: { "events:source": ["kite.build"] } },
      });
    }
  });

  it.each(["PullRequest", "SecurityScan"])("let %s write its log, and nothing else", (id) => {
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

    expect(trusts).toHaveLength(6);
    for (const trust of trusts) {
      expect(trust).toContain('"Service":"codebuild.amazonaws.com"');
      expect(trust).toContain('"aws:SourceAccount":"123456789012"');
    }
  });
});
