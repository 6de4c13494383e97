import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import {
  CodebuildProject,
  type CodebuildProjectCache,
  type CodebuildProjectConfig,
} from "@cdktf/provider-aws/lib/codebuild-project";
import type { CodebuildWebhook } from "@cdktf/provider-aws/lib/codebuild-webhook";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { arnIn } from "../account/partition";
import { allow, type PolicyStatement, policyDocument, readParameters, trustPolicy } from "../account/policy";
import { type RoleProps, serviceRole } from "../account/service-role";
import { newLogGroup } from "../monitoring/log-group";
import { cachePrefix } from "../storage/source-bucket";
import { type BuildArchitecture, type BuildImage, containerTypes } from "./build-image";
import { type BuildTrigger, startFromGitHub } from "./build-webhook";
import { gitServerOf } from "./git-server";

/** Days for which the logs of builds are stored. */
const logDays = 7;

/** Two cores and 4 GB, or four cores and 8 GB: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
const computeTypes = { small: "BUILD_GENERAL1_SMALL", medium: "BUILD_GENERAL1_MEDIUM" };

/** Minutes that a build waits for a machine. */
const queuedMinutes = 60;

/** Represents a repository at GitHub or on a GitHub Enterprise server. */
export interface BuildSource {
  readonly gitRepositoryUrl: string;
  /** Branch or commit that is built by default. */
  readonly version: string;
}

export interface BuildProjectProps extends RoleProps {
  readonly projectName: string;
  /** Description of the project, in one sentence. */
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /**
   * The source of builds.
   * @default - builds have no source (`NO_SOURCE`), and {@link buildspec} is the text itself
   */
  readonly source?: BuildSource | undefined;
  /** Path in the repository, or the text of an inline buildspec, escaped for Terraform. */
  readonly buildspec: string;
  readonly image: BuildImage;
  readonly architecture: BuildArchitecture;
  /** Environment variables of the build. Never contains a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Returns the parameters whose values builds receive, by the names of the variables. Called during synthesis.
   * @default - no parameters
   */
  readonly parameters?: () => Readonly<Record<string, string>>;
  /** Permissions of builds, in addition to writing their own logs and reading their parameters and cache. */
  readonly permissions: readonly PolicyStatement[];
  /**
   * Bucket for the cache between builds.
   * @default - the cache stays on the machine, and the next build may run on another machine
   */
  readonly cacheBucket?: S3Bucket | undefined;
  /** Timeout of a build in minutes, from 5 to 2160. */
  readonly timeoutMinutes: number;
  /**
   * Maximum number of simultaneous builds. Further builds are not started.
   * @default - the quota of the account, which is low for a new account
   */
  readonly concurrentBuildLimit?: number;
  /**
   * Size of the machine.
   * @default "small"
   */
  readonly machine?: keyof typeof computeTypes;
  /**
   * Number of commits of the history that a build fetches. 0 fetches all.
   * @default 1
   */
  readonly gitCloneDepth?: number | undefined;
  /**
   * GitHub event that starts a build. The result is reported to GitHub.
   * @default - no event
   */
  readonly trigger?: BuildTrigger;
  /**
   * Whether the result of a build is reported to GitHub at its commit, regardless of what started the build.
   * @default - true if a GitHub event starts builds
   */
  readonly reportBuildStatus?: boolean;
}

/** Creates a CodeBuild project with its own role and log group. */
export class BuildProject extends Construct {
  readonly project: CodebuildProject;
  /** The webhook to create manually on a GitHub Enterprise server; `undefined` if there is none. */
  readonly manualWebhook: CodebuildWebhook | undefined;

  readonly #props: BuildProjectProps;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    this.#props = props;
    const logGroup = newLogGroup(this, "Logs", `/aws/codebuild/${props.projectName}`, logDays);
    const role = serviceRole(this, "Role", props, trustPolicy("codebuild.amazonaws.com", props.account));
    const policy = new IamRolePolicy(this, "Policy", {
      name: "build",
      role: role.id,
      policy: Lazy.stringValue({
        produce: () =>
          policyDocument([
            allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logGroup.arn}:*`),
            ...this.#readParameters(),
            ...this.#useCache(),
            ...props.permissions,
          ]),
      }),
    });
    this.project = this.#declare(role, logGroup, policy);
    const webhook = props.trigger && startFromGitHub(this, "Webhook", this.project, props.trigger);
    const enterprise = props.source && gitServerOf(props.source.gitRepositoryUrl) === "GITHUB_ENTERPRISE";
    this.manualWebhook = enterprise ? webhook : undefined;
  }

  #declare(role: IamRole, logGroup: CloudwatchLogGroup, policy: IamRolePolicy): CodebuildProject {
    const props = this.#props;
    return new CodebuildProject(this, "Project", {
      name: props.projectName,
      description: props.description,
      serviceRole: role.arn,
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        ...props.image,
        type: containerTypes[props.architecture],
        computeType: computeTypes[props.machine ?? "small"],
        environmentVariable: Lazy.anyValue({
          produce: () => [
            ...variables("PLAINTEXT", props.environment),
            ...variables("PARAMETER_STORE", props.parameters?.()),
          ],
        }),
      },
      ...this.#source,
      cache: this.#cache,
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name } },
      buildTimeout: props.timeoutMinutes,
      queuedTimeout: queuedMinutes,
      ...(props.concurrentBuildLimit && { concurrentBuildLimit: props.concurrentBuildLimit }),
      // CodeBuild checks the bucket when it creates the project.
      dependsOn: [policy, ...(props.cacheBucket ? [props.cacheBucket] : [])],
    });
  }

  get #source(): Pick<CodebuildProjectConfig, "source" | "sourceVersion"> {
    const { source, buildspec, gitCloneDepth, reportBuildStatus, trigger } = this.#props;
    return source === undefined
      ? { source: { type: "NO_SOURCE", buildspec } }
      : {
          source: {
            type: gitServerOf(source.gitRepositoryUrl),
            location: source.gitRepositoryUrl,
            buildspec,
            gitCloneDepth: gitCloneDepth ?? 1,
            reportBuildStatus: reportBuildStatus ?? trigger !== undefined,
          },
          sourceVersion: source.version,
        };
  }

  get #cache(): CodebuildProjectCache {
    if (this.#cacheLocation !== undefined) {
      return { type: "S3", location: this.#cacheLocation };
    }
    return this.#props.source === undefined
      ? { type: "NO_CACHE" }
      : { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"] };
  }

  /** Each project has its own cache, so that no project reads what another one wrote. */
  get #cacheLocation(): string | undefined {
    const { cacheBucket, projectName } = this.#props;
    return cacheBucket && `${cacheBucket.bucketInput}/${cachePrefix}${projectName}`;
  }

  #useCache(): readonly PolicyStatement[] {
    const location = this.#cacheLocation;
    return location === undefined
      ? []
      : [
          allow(
            "Cache",
            ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            `${arnIn(this.#props.region)}:s3:::${location}/*`,
          ),
          // CodeBuild checks who owns the bucket: https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
          allow(
            "CacheBucket",
            ["s3:GetBucketAcl", "s3:GetBucketLocation"],
            `${arnIn(this.#props.region)}:s3:::${this.#props.cacheBucket?.bucketInput}`,
          ),
        ];
  }

  #readParameters(): readonly PolicyStatement[] {
    const names = Object.values(this.#props.parameters?.() ?? {});
    return names.length === 0 ? [] : [readParameters("Parameters", "GetParameters", this.#props, ...names)];
  }
}

function variables(type: "PLAINTEXT" | "PARAMETER_STORE", values: Readonly<Record<string, string>> = {}) {
  return Object.entries(values).map(([name, value]) => ({ name, value, type }));
}
