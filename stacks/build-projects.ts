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

/** Its state tells whether the account is prepared; a sandbox uses that of the deployment itself. */
const stateStack = "kite-state";

/** What a push must change to be shipped: what functions are made of, and how they are shipped. */
const shippedPaths =
  "^(lambda-src/|protocol/|buildspecs/|checks/(smoke|harness/client)/|(package|package-lock|tsconfig)\\.json$|constructs/functions/(lambda-bundle|lean-build|deterministic-zip|lambda-package)\\.c?[jt]s$|cli/commands/(bundle|smoke)\\.ts$|cli/smoke/|cli/kite\\.cjs$|cli/(command|help|main|output|parse)\\.ts$|launcher/)";

/** The kinds of build that the pipeline has. */
export class BuildProjects extends Construct {
  readonly buildAndDeploy: BuildProject;
  /** `undefined`: there is no prod. */
  readonly prod: ProdProjects | undefined;
  /** `undefined`: no build looks for drift. */
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
      description: "Ships what is pushed to the branch to dev",
      environment: shippingVariables(props, "dev"),
      permissions: buildAndDeployRights(buildRights(this.#props)),
      machine: "medium",
      trigger: { on: "push", branch: build.gitBranch, paths: shippedPaths },
      // Which of two commits is the older one is told by the history.
      gitCloneDepth: 0,
    });
    this.prod = build.prodStage ? addProdProjects(this, props) : undefined;
    this.driftCheck =
      build.s3BucketWithState === undefined || build.buildLambdaViaAsset
        ? undefined
        : this.#driftCheckProject(build.s3BucketWithState);
    this.endToEndTest = this.#endToEndProject();
    this.pullRequest = addBuildProject(this, this.#props, "pull-request", {
      description: "Checks pull requests; it can change nothing",
      environment: {},
      permissions: [],
      machine: "medium",
      trigger: { on: "pull request", branch: build.gitBranch },
      // What strangers leave behind is not for any build that may do more.
      cacheBucket: undefined,
    });
    this.securityScan = addBuildProject(this, this.#props, "security-scan", {
      description: "Scans with what is known today; it can change nothing",
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

  /** All that there are, by the output that names them. */
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
      description: "Looks whether what runs differs from what is declared",
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
      // A second look at the same time would see the same.
      concurrentBuildLimit: 1,
    });
  }

  #endToEndProject(): BuildProject {
    const { names } = this.#props;
    const name = names.buildProject("e2e-test");
    const project = addBuildProject(this, this.#props, "e2e-test", {
      description: "Talks as a visitor and as the host with dev, after each deploy of it",
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
      // The commit that was deployed may not be the newest of the branch any more.
      gitCloneDepth: 0,
      // Else nobody would see at the commit that it must not be tagged.
      reportBuildStatus: true,
      // Two at once would talk in one group.
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
