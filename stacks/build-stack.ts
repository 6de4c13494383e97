import { join } from "node:path";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { inCloud } from "../constructs/account/cloud";
import { PhysicalNames } from "../constructs/account/physical-names";
import { BuildOnEvent, ScheduledBuild } from "../constructs/pipeline/build-starter";
import { repositoryFolder } from "../constructs/repository";
import { SourceBucket } from "../constructs/storage/source-bucket";
import { BuildNotices } from "./build-notices";
import { BuildProjects } from "./build-projects";
import { BuildSeeds } from "./build-seeds";
import type { BuildStackProps } from "./build-stack-props";
import { type CompleteBuild, completeBuild } from "./complete-build";
import type { KiteStackProps } from "./kite-stack-props";

/** Once a week, before the first drift check of the week. */
const scanSchedule = "cron(0 6 ? * MON *)";

/**
 * Creates the pipeline that ships code from a push to the functions: a bucket with seed zips, builds and a drift check.
 * It is deployed before `kite` and does not depend on it. The names that `kite` needs from it are known at synthesis.
 */
export class BuildStack extends TerraformStack {
  /** The bucket of the Terraform state; `undefined` if the state is in local files. */
  readonly s3BucketWithState: string | undefined;
  readonly region: string;
  readonly prodStage: boolean;
  readonly s3SourceBucketName: string;
  /** Key of the zip that the dispatcher starts with. */
  readonly mainLambdaS3Key: string;
  readonly outboxLambdaS3Key: string;
  readonly lifecycleLambdaS3Key: string;
  readonly widgetLambdaS3Key: string;
  readonly #build: CompleteBuild;
  /** Props of the stack that takes its code from this one, if the program declares such a stack. */
  #served: Pick<KiteStackProps, "domainName" | "cloudflareProxy"> | undefined;

  constructor(scope: Construct, id: string, props: BuildStackProps) {
    super(scope, id);
    const complete = completeBuild(id, props);
    const { source } = complete;
    this.s3BucketWithState = complete.s3BucketWithState;
    this.region = complete.region;
    this.prodStage = complete.prodStage;
    this.s3SourceBucketName = source.bucket;
    this.mainLambdaS3Key = source.keys["request-dispatcher"];
    this.outboxLambdaS3Key = source.keys.outbox;
    this.lifecycleLambdaS3Key = source.keys["lifecycle-handler"];
    this.widgetLambdaS3Key = source.keys.widget;
    const account = inCloud(this, { ...props, region: complete.region, app: complete.app });
    this.#build = { ...complete, account };
    const names = PhysicalNames.of(complete);
    const bucket = new SourceBucket(this, "SourceBucket", source.bucket);
    new BuildSeeds(this, "Seeds", {
      bucket,
      keys: source.keys,
      sourceDirectory: props.sourceDirectory ?? join(repositoryFolder, "lambda-src"),
      functionZip: complete.buildLambdaViaAsset
        ? (props.functionZip ?? join(repositoryFolder, "function.zip"))
        : undefined,
    });
    const projects = new BuildProjects(this, "Projects", {
      build: this.#build,
      names,
      sourceBucket: bucket,
      cloudflare: () => ({
        zone: (props.domainName ?? this.#served?.domainName) !== undefined,
        proxy: props.cloudflareProxy ?? this.#served?.cloudflareProxy ?? false,
      }),
    });
    this.#startBuilds(projects, names);
    new BuildNotices(this, "Notices", {
      build: this.#build,
      names,
      driftCheck: projects.driftCheck,
      securityScan: projects.securityScan,
      prod: projects.prod,
    });
    this.#tellOutputs(projects);
  }

  /** Returns the stack of the same program that creates a bucket of this name, if there is one. */
  static withBucket(scope: Construct, bucketName: string | undefined): BuildStack | undefined {
    return scope.node.root.node.children.find(
      (child): child is BuildStack => child instanceof BuildStack && child.s3SourceBucketName === bucketName,
    );
  }

  /** Whether the functions start with the packaged bundles, which only Node.js can run. */
  get beginsWithNodeBundles(): boolean {
    return !this.#build.buildLambdaViaAsset;
  }

  /** Allows the drift check to read what a plan of another stack reads, and makes that stack depend on this one. */
  serve(stack: TerraformStack, props: Pick<KiteStackProps, "domainName" | "cloudflareProxy">): void {
    this.#served = props;
    stack.addDependency(this);
  }

  #startBuilds({ endToEndTest, prod, securityScan, driftCheck }: BuildProjects, names: PhysicalNames): void {
    const { region, account, permissionsBoundaryArn, driftCheckSchedule, driftCheckTimeZone } = this.#build;
    const starter = (what: string) => {
      const name = names.buildStarter(what);
      return { name, roleName: names.role(name, region), account, permissionsBoundaryArn };
    };
    const source = [names.buildEventSource()];
    // The end-to-end test runs after each deploy to dev.
    new BuildOnEvent(this, "AfterDeploy", {
      ...starter("e2e-after-deploy"),
      description: "Starts the end-to-end test after a deploy to dev",
      project: endToEndTest,
      pattern: { source, "detail-type": ["Kite deployed"], detail: { stage: ["dev"] } },
      input: { commitPath: "$.detail.commit" },
    });
    if (prod) {
      // The event only reports the tag. The promotion checks whether dev runs that commit.
      new BuildOnEvent(this, "AfterTag", {
        ...starter("promote-tag"),
        description: "Starts the promotion of a tagged commit to prod",
        project: prod.promote,
        pattern: { source, "detail-type": ["Kite tagged"] },
        input: {
          variablePaths: {
            TAG: "$.detail.tag",
            COMMIT: "$.detail.commit",
            INPUTS: "$.detail.inputs",
            COMMITTED_AT: "$.detail.committedAt",
          },
        },
      });
    }
    // New vulnerabilities become known in code that has not changed.
    new ScheduledBuild(this, "SecurityScan", {
      ...starter("security-scan"),
      description: "Starts the security scan",
      project: securityScan,
      schedule: scanSchedule,
      timeZone: driftCheckTimeZone,
    });
    if (driftCheck) {
      new ScheduledBuild(this, "DriftCheck", {
        ...starter("drift-check"),
        description: "Starts the drift check",
        project: driftCheck,
        schedule: driftCheckSchedule,
        timeZone: driftCheckTimeZone,
      });
    }
  }

  #tellOutputs(projects: BuildProjects): void {
    const { region, account, source } = this.#build;
    const output = (id: string, value: string) => new TerraformOutput(this, id, { value, staticId: true });
    output("SourceBucketName", source.bucket);
    output("MainLambdaS3Key", this.mainLambdaS3Key);
    output("OutboxLambdaS3Key", this.outboxLambdaS3Key);
    output("LifecycleLambdaS3Key", this.lifecycleLambdaS3Key);
    output("WidgetLambdaS3Key", this.widgetLambdaS3Key);
    for (const [id, { project, manualWebhook }] of Object.entries(projects.all)) {
      output(`${id}Project`, project.name);
      output(
        `${id}Url`,
        `https://${region}.console.aws.amazon.com/codesuite/codebuild/${account}/projects/${project.nameInput}/history?region=${region}`,
      );
      if (manualWebhook) {
        output(`${id}WebhookPayloadUrl`, manualWebhook.payloadUrl);
        new TerraformOutput(this, `${id}WebhookSecret`, {
          value: manualWebhook.secret,
          sensitive: true,
          staticId: true,
        });
      }
    }
  }
}
