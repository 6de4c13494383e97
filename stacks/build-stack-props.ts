import type { KiteStackProps } from "./kite-stack-props";
import type { buildOptions } from "./options/build-options";
import type { OptionProps } from "./options/option";
import type { StateStackProps } from "./state-stack-props";

/** Options of the stack `kite-build`. */
export interface BuildStackProps
  extends OptionProps<typeof buildOptions>,
    StateStackProps,
    Pick<KiteStackProps, "stagePrefix" | "sourceDirectory"> {
  /** `https://github.com/<owner>/<repository>`. Any other host is a GitHub Enterprise server. */
  readonly gitRepositoryUrl: string;
  /**
   * Whether a tag ships to prod.
   * @default false
   */
  readonly prodStage?: boolean | undefined;
  /**
   * Name of the bucket that the stack creates for code.
   * @default - `<s3BucketWithState>-source`; needed with state in a local file
   */
  readonly s3SourceBucketName?: string | undefined;
  /**
   * Key of the zip that the dispatcher begins with.
   * @default "request-dispatcher.zip"
   */
  readonly mainLambdaS3Key?: string | undefined;
  /**
   * Key of the zip that the outbox begins with.
   * @default "outbox.zip"
   */
  readonly outboxLambdaS3Key?: string | undefined;
  /**
   * Key of the zip that the lifecycle handler begins with.
   * @default "lifecycle-handler.zip"
   */
  readonly lifecycleLambdaS3Key?: string | undefined;
  /**
   * Key of the zip that the widget's function begins with.
   * @default "widget.zip"
   */
  readonly widgetLambdaS3Key?: string | undefined;
  /**
   * Name of the deployment file that builds read.
   * @default - the program reads none
   */
  readonly deploymentName?: string | undefined;
  /**
   * Name of the sandbox.
   * @default - the deployment itself
   */
  readonly sandbox?: string | undefined;
  /**
   * Id of the stack that is checked for drift.
   * @default "kite"
   */
  readonly driftCheckStack?: string | undefined;
  /**
   * Email addresses that drift and findings of the security scan are reported to.
   * @default []
   */
  readonly alarmEmails?: readonly string[] | undefined;
  /**
   * Zone at Cloudflare of the checked stack; the drift check then gets a token to read it.
   * @default - that of the `KiteStack` that takes its code from here
   */
  readonly domainName?: string | undefined;
  /**
   * Whether Cloudflare stands in front of the APIs of the checked stack.
   * @default - as in the `KiteStack` that takes its code from here
   */
  readonly cloudflareProxy?: boolean | undefined;
  /**
   * Path of the zip for {@link buildLambdaViaAsset}.
   * @default - `function.zip` in the repository's folder
   */
  readonly functionZip?: string | undefined;
}
