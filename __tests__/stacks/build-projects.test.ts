import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inlineBuildspec } from "../../constructs/pipeline/inline-buildspec";
import { repositoryFolder } from "../../constructs/repository";
import { buildStack, buildStackOf, environmentOf } from "./build";

const stack = buildStack({ prodStage: true });
const project = (name: string) => stack.one("aws_codebuild_project", { name: `${name}-project` });

/** Returns the filters of a project's webhook as `type pattern`, or `undefined` if it has no webhook. */
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

describe("the build projects of kite-build", () => {
  it.each(["build-and-deploy", "drift-check", "e2e-test", "pull-request", "security-scan"])(
    "run %s with a buildspec from the repository",
    (name) => {
      const { buildspec } = project(name).source as { readonly buildspec: string };

      expect(buildspec).toBe(`buildspecs/${name}.yml`);
      expect(existsSync(join(repositoryFolder, buildspec))).toBe(true);
    },
  );

  it.each(["deploy-on-tag", "promote", "smoke-test"])(
    "run %s with a buildspec that Terraform embeds, so that no commit can change it",
    (name) => {
      const { buildspec } = project(name).source as { readonly buildspec: string };

      expect(buildspec.replaceAll("$${", "${").replaceAll("%%{", "%{")).toBe(
        inlineBuildspec(join(repositoryFolder, "buildspecs"), name),
      );
      expect(buildspec).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
    },
  );

  it("run the promotion without a source, a cache or npm", () => {
    const { source, source_version, cache } = project("promote");

    expect(Object.keys(source as object).sort()).toEqual(["buildspec", "type"]);
    expect(source).toMatchObject({
      type: "NO_SOURCE",
      buildspec: expect.not.stringMatching(/^[\s-]*(npm|npx|git) /m),
    });
    expect(source_version).toBeUndefined();
    expect(cache).toEqual({ type: "NO_CACHE" });
  });

  it.each([
    "build-and-deploy",
    "deploy-on-tag",
    "drift-check",
    "e2e-test",
    "promote",
    "pull-request",
    "security-scan",
    "smoke-test",
  ])("keep the logs of %s for a week", (name) => {
    const { logs_config } = project(name);
    const [id] = Object.entries(stack.byId("aws_cloudwatch_log_group")).find(
      ([, group]) => group.name === `/aws/codebuild/${name}-project`,
    ) ?? [""];

    expect(stack.byId("aws_cloudwatch_log_group")[id]).toMatchObject({ retention_in_days: 7 });
    expect(logs_config).toEqual({
      cloudwatch_logs: { group_name: `\${aws_cloudwatch_log_group.${id}.name}`, status: "ENABLED" },
    });
  });

  it.each([
    ["BuildAndDeploy", ["EVENT PUSH", "HEAD_REF ^refs/heads/main$", expect.stringMatching(/^FILE_PATH /)]],
    ["DeployOnTag", ["EVENT PUSH", "HEAD_REF ^refs/tags/v[0-9A-Za-z._+-]+$"]],
    ["Promote", undefined],
    ["SmokeTest", undefined],
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
  ])("start %s from GitHub only for these webhook filters: %j", (id, expected) => {
    expect(filtersOf(id)).toEqual(expected);
  });

  it("promote a tag only if one of the configured GitHub accounts pushed it", () => {
    const { filter_group } = buildStack({ prodStage: true, releaseActorIds: ["583231", "9919"] })
      .all("aws_codebuild_webhook")
      .find(({ project_name }) => String(project_name).includes("DeployOnTag")) as {
      readonly filter_group: readonly [{ readonly filter: readonly Filter[] }];
    };

    const actors = filter_group[0].filter.find(({ type }) => type === "ACTOR_ACCOUNT_ID");
    const allowed = new RegExp(actors?.pattern ?? "");
    expect(["583231", "9919", "1583231", "5832310", "99"].filter((id) => allowed.test(id))).toEqual([
      "583231",
      "9919",
    ]);
  });

  it("build a pull request from a fork only after a comment by a person with write access", () => {
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

  it("run the end-to-end test in the image of the installed Playwright version", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };

    expect(project("e2e-test").environment).toMatchObject({
      image: `mcr.microsoft.com/playwright:v${devDependencies["@playwright/test"]}-noble`,
      image_pull_credentials_type: "SERVICE_ROLE",
    });
    expect(project("drift-check").environment).toMatchObject({ image_pull_credentials_type: "CODEBUILD" });
  });

  it("report the end-to-end test to a report group that is deleted with the stack", () => {
    expect(stack.one("aws_codebuild_report_group")).toEqual({
      name: "e2e-test-project-e2e-test-report-group",
      type: "TEST",
      delete_reports: true,
      export_config: { type: "NO_EXPORT" },
      tags: { stage: "dev" },
    });
  });

  it("have separate caches, which are local for pull requests and the end-to-end test", () => {
    const caches = Object.fromEntries(
      stack.all("aws_codebuild_project").map(({ name, cache }) => {
        const { type, location } = cache as { readonly type: string; readonly location?: string };
        return [name, location ?? type];
      }),
    );

    expect(caches).toEqual({
      "build-and-deploy-project": "kite-source-123456789012/cache/build-and-deploy-project",
      "deploy-on-tag-project": "LOCAL",
      "drift-check-project": "kite-source-123456789012/cache/drift-check-project",
      "e2e-test-project": "LOCAL",
      "promote-project": "NO_CACHE",
      "pull-request-project": "LOCAL",
      "security-scan-project": "LOCAL",
      "smoke-test-project": "LOCAL",
    });
  });

  it("run one scheduled check and one end-to-end test at a time, and report the results of builds to GitHub", () => {
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
      ["promote-project", undefined, undefined],
      ["pull-request-project", undefined, true],
      ["security-scan-project", 1, false],
      ["smoke-test-project", undefined, false],
    ]);
  });

  it("run build-and-deploy and pull-request on four cores, and all others on two", () => {
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

  it("clone the whole history if they may build an older commit of a branch, otherwise one commit", () => {
    const depths = stack
      .all("aws_codebuild_project")
      .map(({ name, source }) => [name, (source as { readonly git_clone_depth: number }).git_clone_depth]);

    expect(Object.fromEntries(depths)).toEqual({
      "build-and-deploy-project": 0,
      "deploy-on-tag-project": 1,
      "drift-check-project": 1,
      "e2e-test-project": 0,
      "promote-project": undefined,
      "pull-request-project": 1,
      "security-scan-project": 1,
      "smoke-test-project": 0,
    });
  });

  it("have the tag of their stage", () => {
    const stages = stack
      .all("aws_codebuild_project")
      .map(({ name, tags }) => [name, (tags as { stage?: string } | undefined)?.stage]);

    expect(Object.fromEntries(stages)).toEqual({
      "build-and-deploy-project": "dev",
      "deploy-on-tag-project": "prod",
      "drift-check-project": undefined,
      "e2e-test-project": "dev",
      "promote-project": "prod",
      "pull-request-project": undefined,
      "security-scan-project": undefined,
      "smoke-test-project": "prod",
    });
  });

  it.each(["build-and-deploy", "promote"])(
    "pass to %s the time after which a lock counts as abandoned",
    (name) => {
      const { build_timeout } = project(name);

      expect(environmentOf(project(name)).LOCK_MINUTES).toBe(String(build_timeout));
    },
  );

  it("time out a smoke test before the promotion stops waiting for it, with enough time left to roll back", () => {
    const { SMOKE_MINUTES, LOCK_MINUTES } = environmentOf(project("promote"));

    const waitForLock = Number(LOCK_MINUTES) / 2;
    expect(Number(SMOKE_MINUTES)).toBeGreaterThan(Number(project("smoke-test").build_timeout));
    expect(Number(SMOKE_MINUTES)).toBeLessThan(Number(project("promote").build_timeout) - waitForLock);
  });

  it("read secrets from parameters, and read Cloudflare's secrets only with a domain", () => {
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
