import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import { Construct } from "constructs";
import { tagStage } from "../constructs/account/stage-tag";
import { playwrightImage } from "../constructs/pipeline/build-image";
import type { BuildProject } from "../constructs/pipeline/build-project";
import { buildAndDeployRights, driftCheckRights, endToEndRights } from "../constructs/pipeline/build-roles";
import { planReaderStatements } from "../constructs/pipeline/plan-reader";
import {
  addBuildProject,
  type BuildProjectsProps,
  buildRights,
  commonVariables,
  functionPrefix,
  shippingVariables,
} from "./add-build-project";
import { addProdProjects, type ProdProjects } from "./prod-projects";

/** The stack whose state shows whether the account is bootstrapped. A sandbox uses the main deployment's stack. */
const stateStack = "kite-state";

/** Matches paths whose changes are shipped: the sources of the functions, and the code that builds and ships them. */
const shippedPaths =
  "^(lambda-src/|protocol/|widget/|buildspecs/|checks/(smoke|harness/client)/|(package|package-lock|tsconfig)\\.json$|constructs/functions/(built-widget|lambda-bundle|lean-build|deterministic-zip|lambda-package)\\.c?[jt]s$|cli/commands/(bundle|smoke)\\.ts$|cli/smoke/|cli/kite\\.cjs$|cli/(command|help|load-commands|main|output|parse)\\.ts$|launcher/)";

/** Creates the CodeBuild projects of the pipeline. */
export class BuildProjects extends Construct {
  readonly buildAndDeploy: BuildProject;
  /** `undefined` without prod. */
  readonly prod: ProdProjects | undefined;
  /** `undefined` if no build checks for drift. */
  readonly driftCheck: BuildProject | undefined;
  readonly endToEndTest: BuildProject;
  readonly pullRequest: BuildProject;
  readonly securityScan: BuildProject;

  readonly #props: BuildProjectsProps;

  constructor(scope: Construct, id: string, props: BuildProjectsProps) {
    super(scope, id);
    this.#props = props;
    const { build } = props;
    this.buildAndDeploy = addBuildProject(this, this.#props, "build-and-deploy", {
      description: "Ships each push to the branch to dev",
      environment: shippingVariables(props, "dev"),
      permissions: buildAndDeployRights(buildRights(this.#props)),
      machine: "medium",
      trigger: { on: "push", branch: build.gitBranch, paths: shippedPaths },
      // The build needs the history to decide which of two commits is older.
      gitCloneDepth: 0,
    });
    this.prod = build.prodStage ? addProdProjects(this, props) : undefined;
    this.driftCheck =
      build.s3BucketWithState === undefined || build.buildLambdaViaAsset
        ? undefined
        : this.#driftCheckProject(build.s3BucketWithState);
    this.endToEndTest = this.#endToEndProject();
    this.pullRequest = addBuildProject(this, this.#props, "pull-request", {
      description: "Checks pull requests; it has no permission to change anything",
      environment: {},
      permissions: [],
      machine: "medium",
      trigger: { on: "pull request", branch: build.gitBranch },
      // A cache that anybody can fill must not reach a build with more permissions.
      cacheBucket: undefined,
    });
    this.securityScan = addBuildProject(this, this.#props, "security-scan", {
      description: "Scans for vulnerabilities that are known today; it has no permission to change anything",
      environment: {},
      permissions: [],
      concurrentBuildLimit: 1,
      cacheBucket: undefined,
    });
    tagStage(this.buildAndDeploy, "dev");
    tagStage(this.endToEndTest, "dev");
    for (const project of Object.values(this.prod ?? {})) {
      tagStage(project, "prod");
    }
  }

  /** All projects, by the prefix of their outputs. */
  get all(): Readonly<Record<string, BuildProject>> {
    return {
      BuildAndDeploy: this.buildAndDeploy,
      ...(this.prod && {
        DeployOnTag: this.prod.deployOnTag,
        Promote: this.prod.promote,
        SmokeTest: this.prod.smokeTest,
      }),
      ...(this.driftCheck && { DriftCheck: this.driftCheck }),
      EndToEndTest: this.endToEndTest,
      PullRequest: this.pullRequest,
      SecurityScan: this.securityScan,
    };
  }

  #driftCheckProject(stateBucket: string): BuildProject {
    const { build, names, cloudflare } = this.#props;
    const stack = build.driftCheckStack;
    const state = {
      bucket: stateBucket,
      keys: [stack, stateStack].map((stackId) => `${stackId}/terraform.tfstate`),
    };
    return addBuildProject(this, this.#props, "drift-check", {
      description: "Checks whether the deployed resources differ from the declared ones",
      environment: { ...commonVariables(this.#props), STACK: stack },
      parameters: () => {
        const { zone, proxy } = cloudflare();
        return {
          ...(zone && { CLOUDFLARE_API_TOKEN: names.cloudflareTokenParameter() }),
          ...(proxy && { CLOUDFLARE_PROXY_SECRET: names.proxySecretParameter() }),
        };
      },
      permissions: [
        ...driftCheckRights(buildRights(this.#props), stack, state),
        ...planReaderStatements({ ...build, stages: build.prodStage ? ["dev", "prod"] : ["dev"] }),
      ],
      // A second check at the same time would have the same result.
      concurrentBuildLimit: 1,
    });
  }

  #endToEndProject(): BuildProject {
    const { names } = this.#props;
    const name = names.buildProject("e2e-test");
    const project = addBuildProject(this, this.#props, "e2e-test", {
      description: "Talks to dev as a visitor and as the host after each deploy",
      image: playwrightImage,
      environment: {
        ...commonVariables(this.#props),
        E2E_TARGET: "aws",
        STAGE: "dev",
        FUNCTION_PREFIX: functionPrefix(this.#props, "dev"),
      },
      parameters: () => ({
        E2E_WEBSOCKET_URL: names.endToEndParameter("websocket-url"),
        E2E_GROUP_URL: names.endToEndParameter("telegram-group"),
        E2E_CHANNEL: names.endToEndParameter("channel"),
      }),
      permissions: endToEndRights(buildRights(this.#props), names.reportGroup(name)),
      // The deployed commit may no longer be the newest of the branch.
      gitCloneDepth: 0,
      // The commit gets the status of the test, so that nobody tags it after a failure.
      reportBuildStatus: true,
      // Two tests at the same time would write to the same group.
      concurrentBuildLimit: 1,
      cacheBucket: undefined,
    });
    new CodebuildReportGroup(project, "Reports", {
      name: names.reportGroup(name),
      type: "TEST",
      deleteReports: true,
      exportConfig: { type: "NO_EXPORT" },
    });
    return project;
  }
}
