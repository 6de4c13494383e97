import { join } from "node:path";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BuildOnEvent, ScheduledBuild } from "../constructs/build-starter";
import { inCloud } from "../constructs/cloud";
import { PhysicalNames } from "../constructs/physical-names";
import { SourceBucket } from "../constructs/source-bucket";
import { REPOSITORY } from "../settings/settings";
import { BuildNotices } from "./build-notices";
import { BuildProjects } from "./build-projects";
import { BuildSeeds } from "./build-seeds";
import type { BuildStackProps } from "./build-stack-props";

/** Once a week, before the first drift check of it. */
const SCAN_SCHEDULE = "cron(0 6 ? * MON *)";

/**
 * The way of code from a push to the functions: a bucket with zips to begin with, builds, and a look for drift. It is
 * deployed before `kite` and needs nothing of it; what `kite` needs of it is known before either is there.
 */
export class BuildStack extends TerraformStack {
  /** The bucket of the Terraform state; `undefined`: it lies in local files. */
  readonly s3BucketWithState: string | undefined;
  readonly region: string;
  readonly prodStage: boolean;
  readonly s3SourceBucketName: string;
  /** Key of the zip with which the dispatcher begins. */
  readonly mainLambdaS3Key: string;
  readonly outboxLambdaS3Key: string;
  readonly lifecycleLambdaS3Key: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BuildStackProps,
  ) {
    super(scope, id);
    const { source } = props;
    this.s3BucketWithState = props.s3BucketWithState;
    this.region = props.region;
    this.prodStage = props.prodStage;
    this.s3SourceBucketName = source.bucket;
    this.mainLambdaS3Key = source.keys["request-dispatcher"];
    this.outboxLambdaS3Key = source.keys.outbox;
    this.lifecycleLambdaS3Key = source.keys["lifecycle-handler"];
    inCloud(this, {
      account: props.account,
      region: props.region,
      app: props.app,
      stateBucket: props.s3BucketWithState,
      stateKey: `${id}/terraform.tfstate`,
      awsEndpointUrl: props.awsEndpointUrl,
    });
    const names = PhysicalNames.of(props);
    const bucket = new SourceBucket(this, "SourceBucket", { bucketName: source.bucket });
    new BuildSeeds(this, "Seeds", {
      bucket,
      keys: source.keys,
      sourceDirectory: props.sourceDirectory ?? join(REPOSITORY, "lambda-src"),
      functionZip: props.buildLambdaViaAsset
        ? (props.functionZip ?? join(REPOSITORY, "function.zip"))
        : undefined,
    });
    const projects = new BuildProjects(this, "Projects", {
      build: props,
      names,
      sourceBucket: bucket,
    });
    this.testEachDeploy(projects, names);
    this.scanEachWeek(projects, names);
    this.watchDrift(projects, names);
    new BuildNotices(this, "Notices", {
      build: props,
      names,
      driftCheck: projects.driftCheck,
      securityScan: projects.securityScan,
    });
    this.tellOutputs(projects);
  }

  /** What was shipped to dev is talked to from end to end. */
  private testEachDeploy({ endToEndTest }: BuildProjects, names: PhysicalNames): void {
    new BuildOnEvent(this, "AfterDeploy", {
      ...this.starter(names, "e2e-after-deploy"),
      description: "Starts the end-to-end test of what dev runs since a deploy",
      project: endToEndTest,
      pattern: {
        source: [names.buildEventSource()],
        "detail-type": ["Kite deployed"],
        detail: { stage: ["dev"] },
      },
      commitPath: "$.detail.commit",
    });
  }

  /** What was safe last week may be known today not to be. */
  private scanEachWeek({ securityScan }: BuildProjects, names: PhysicalNames): void {
    new ScheduledBuild(this, "SecurityScan", {
      ...this.starter(names, "security-scan"),
      description: "Starts the security scan",
      project: securityScan,
      schedule: SCAN_SCHEDULE,
      timeZone: this.props.driftCheckTimeZone,
    });
  }

  private watchDrift({ driftCheck }: BuildProjects, names: PhysicalNames): void {
    if (driftCheck) {
      new ScheduledBuild(this, "DriftCheck", {
        ...this.starter(names, "drift-check"),
        description: "Starts the look for drift",
        project: driftCheck,
        schedule: this.props.driftCheckSchedule,
        timeZone: this.props.driftCheckTimeZone,
      });
    }
  }

  private starter(names: PhysicalNames, what: string) {
    const { region, account, permissionsBoundaryArn } = this.props;
    const name = names.buildStarter(what);
    return { name, roleName: names.role(name, region), account, permissionsBoundaryArn };
  }

  private tellOutputs(projects: BuildProjects): void {
    const { region, account, source } = this.props;
    const output = (id: string, value: string) => new TerraformOutput(this, id, { value, staticId: true });
    output("SourceBucketName", source.bucket);
    for (const [id, { project }] of Object.entries(projects.all)) {
      output(`${id}Project`, project.name);
      output(
        `${id}Url`,
        `https://${region}.console.aws.amazon.com/codesuite/codebuild/${account}/projects/${project.nameInput}/history?region=${region}`,
      );
    }
  }
}
