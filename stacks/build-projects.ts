import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import { Construct } from "constructs";
import { PLAYWRIGHT_IMAGE, standardImage } from "../constructs/build-image";
import { BuildProject, type BuildProjectProps } from "../constructs/build-project";
import {
  type BuildRights,
  buildAndDeployRights,
  deployOnTagRights,
  driftCheckRights,
  endToEndRights,
} from "../constructs/build-roles";
import type { PhysicalNames } from "../constructs/physical-names";
import { planReaderStatements } from "../constructs/plan-reader";
import type { SourceBucket } from "../constructs/source-bucket";
import { tagStage } from "../constructs/stage-tag";
import type { BuildStackProps } from "./build-stack-props";

/**
 * Minutes until a build is stopped; a lock that is older has been left behind. A build may wait for its turn half of
 * them, and the checks before and the deploy after have their place in the other half.
 */
const TIMEOUT_MINUTES = 60;

/** The stack in which drift is looked for, as `npm run drift` takes it. */
const WATCHED_STACK = "kite";

/** What a push must change to be shipped: what functions are made of, and how they are shipped. */
const SHIPPED_PATHS =
  "^(lambda-src/|buildspecs/|smoke/|(package|package-lock|tsconfig)\\.json$|constructs/(lambda-bundle|deterministic-zip|lambda-package)\\.ts$|scripts/(bundle|smoke)\\.ts$)";

export interface BuildProjectsProps {
  readonly build: BuildStackProps;
  readonly names: PhysicalNames;
  readonly sourceBucket: SourceBucket;
}

/** What only one kind of build has. */
type OwnProps = Pick<BuildProjectProps, "description" | "environment" | "permissions"> &
  Partial<BuildProjectProps>;

/** The kinds of build that the pipeline has. */
export class BuildProjects extends Construct {
  readonly buildAndDeploy: BuildProject;
  /** `undefined`: there is no prod. */
  readonly deployOnTag: BuildProject | undefined;
  /** `undefined`: no build looks for drift. */
  readonly driftCheck: BuildProject | undefined;
  readonly endToEndTest: BuildProject;
  readonly pullRequest: BuildProject;
  readonly securityScan: BuildProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BuildProjectsProps,
  ) {
    super(scope, id);
    const { build } = props;
    this.buildAndDeploy = this.project("build-and-deploy", {
      description: "Ships what is pushed to the branch to dev",
      environment: this.shipping("dev"),
      permissions: buildAndDeployRights(this.rights),
      machine: "medium",
      trigger: { on: "push", branch: build.gitBranch, paths: SHIPPED_PATHS },
      // Which of two commits is the older one is told by the history.
      gitCloneDepth: 0,
    });
    this.deployOnTag = build.prodStage ? this.deployOnTagProject() : undefined;
    this.driftCheck =
      build.s3BucketWithState === undefined || build.buildLambdaViaAsset
        ? undefined
        : this.driftCheckProject(build.s3BucketWithState);
    this.endToEndTest = this.endToEndProject();
    this.pullRequest = this.project("pull-request", {
      description: "Checks pull requests; it can change nothing",
      environment: {},
      permissions: [],
      machine: "medium",
      trigger: { on: "pull request", branch: build.gitBranch },
      // What strangers leave behind is not for any build that may do more.
      cacheBucket: undefined,
    });
    this.securityScan = this.project("security-scan", {
      description: "Scans with what is known today; it can change nothing",
      environment: {},
      permissions: [],
      concurrentBuildLimit: 1,
      cacheBucket: undefined,
    });
    tagStage(this.buildAndDeploy, "dev");
    tagStage(this.endToEndTest, "dev");
    if (this.deployOnTag) {
      tagStage(this.deployOnTag, "prod");
    }
  }

  /** All that there are, by the output that names them. */
  get all(): Readonly<Record<string, BuildProject>> {
    return {
      BuildAndDeploy: this.buildAndDeploy,
      ...(this.deployOnTag && { DeployOnTag: this.deployOnTag }),
      ...(this.driftCheck && { DriftCheck: this.driftCheck }),
      EndToEndTest: this.endToEndTest,
      PullRequest: this.pullRequest,
      SecurityScan: this.securityScan,
    };
  }

  private deployOnTagProject(): BuildProject {
    return this.project("deploy-on-tag", {
      description: "Ships to prod what dev has passed",
      environment: this.shipping("prod"),
      permissions: deployOnTagRights(this.rights),
      trigger: { on: "tag", reference: "^refs/tags/v.+" },
      gitCloneDepth: 0,
    });
  }

  private driftCheckProject(stateBucket: string): BuildProject {
    const { build, names } = this.props;
    const state = {
      bucket: stateBucket,
      keys: build.readStackIds.map((stackId) => `${stackId}/terraform.tfstate`),
    };
    return this.project("drift-check", {
      description: "Looks whether what runs differs from what is declared",
      environment: { ...this.common, STACK: WATCHED_STACK },
      parameters: {
        ...(build.cloudflare.zone && { CLOUDFLARE_API_TOKEN: names.cloudflareTokenParameter() }),
        ...(build.cloudflare.proxy && { CLOUDFLARE_PROXY_SECRET: names.proxySecretParameter() }),
      },
      permissions: [
        ...driftCheckRights(this.rights, WATCHED_STACK, state),
        ...planReaderStatements({ ...build, stages: build.prodStage ? ["dev", "prod"] : ["dev"] }),
      ],
      // A second look at the same time would see the same.
      concurrentBuildLimit: 1,
    });
  }

  private endToEndProject(): BuildProject {
    const { names } = this.props;
    const name = names.buildProject("e2e-test");
    const project = this.project("e2e-test", {
      description: "Talks as a visitor and as the host with dev, after each deploy of it",
      image: PLAYWRIGHT_IMAGE,
      environment: {
        ...this.common,
        E2E_TARGET: "aws",
        STAGE: "dev",
        FUNCTION_PREFIX: this.functionPrefix("dev"),
      },
      parameters: {
        E2E_WEBSOCKET_URL: names.endToEndParameter("websocket-url"),
        E2E_GROUP_URL: names.endToEndParameter("telegram-group"),
        E2E_CHANNEL: names.endToEndParameter("channel"),
      },
      permissions: endToEndRights(this.rights, names.reportGroup(name)),
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

  private project(name: string, own: OwnProps): BuildProject {
    const { build, names, sourceBucket } = this.props;
    const projectName = names.buildProject(name);
    return new BuildProject(this, constructId(name), {
      projectName,
      roleName: names.role(projectName, build.region),
      account: build.account,
      region: build.region,
      gitRepositoryUrl: build.gitRepositoryUrl,
      sourceVersion: build.gitBranch,
      buildspec: `buildspecs/${name}.yml`,
      image: standardImage(build.architecture),
      architecture: build.architecture,
      cacheBucket: sourceBucket.bucket,
      timeoutMinutes: TIMEOUT_MINUTES,
      permissionsBoundaryArn: build.permissionsBoundaryArn,
      ...own,
    });
  }

  private get rights(): BuildRights {
    const { build, names } = this.props;
    const { account, region, source } = build;
    return { account, region, names, sourceBucketName: source.bucket, seedKeys: Object.values(source.keys) };
  }

  /** What all builds are told but those of strangers. */
  private get common(): Readonly<Record<string, string>> {
    const { build, names } = this.props;
    return {
      KITE_APP: build.app,
      KITE_DEPLOYMENT: build.deploymentName,
      ...(build.sandbox && { KITE_SANDBOX: build.sandbox }),
      SOURCE_BUCKET: build.source.bucket,
      EVENT_SOURCE: names.buildEventSource(),
    };
  }

  private shipping(stage: string): Readonly<Record<string, string>> {
    const { keys } = this.props.build.source;
    return {
      ...this.common,
      STAGE: stage,
      FUNCTION_PREFIX: this.functionPrefix(stage),
      LOCK_MINUTES: String(TIMEOUT_MINUTES),
      // What a first deploy rolls back to.
      SEED_REQUEST_DISPATCHER: keys["request-dispatcher"],
      SEED_OUTBOX: keys.outbox,
      SEED_LIFECYCLE_HANDLER: keys["lifecycle-handler"],
    };
  }

  /** What stands before `-<role>` in the names of a stage's functions. */
  private functionPrefix(stage: string): string {
    return `${this.props.build.stagePrefix}${stage}`;
  }
}

/** `drift-check` is `DriftCheck`. */
function constructId(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
