import type { KiteStackProps } from "./kite-stack-props";
import type { buildOptions } from "./options/build-options";
import type { OptionProps } from "./options/option";
import type { StateStackProps } from "./state-stack-props";

/** Properties for the stack `kite-build`. */
export interface BuildStackProps
  extends OptionProps<typeof buildOptions>,
    StateStackProps,
    Pick<KiteStackProps, "stagePrefix" | "sourceDirectory"> {
  /** URL of the repository: `https://github.com/<owner>/<repository>`, or a URL of a GitHub Enterprise server. */
  readonly gitRepositoryUrl: string;
  /**
   * Whether a tag ships to prod.
   * @default false
   */
  readonly prodStage?: boolean | undefined;
  /**
   * Name of the bucket for code that the stack creates.
   * @default - `<s3BucketWithState>-source`; required if the state is in a local file
   */
  readonly s3SourceBucketName?: string | undefined;
  /**
   * Key of the zip that the dispatcher starts with.
   * @default "request-dispatcher.zip"
   */
  readonly mainLambdaS3Key?: string | undefined;
  /**
   * Key of the zip that the outbox starts with.
   * @default "outbox.zip"
   */
  readonly outboxLambdaS3Key?: string | undefined;
  /**
   * Key of the zip that the lifecycle handler starts with.
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
   * @default - builds read no deployment file
   */
  readonly deploymentName?: string | undefined;
  /**
   * Name of the sandbox.
   * @default - the main deployment
   */
  readonly sandbox?: string | undefined;
  /**
   * Id of the stack that is checked for drift.
   * @default "kite"
   */
  readonly driftCheckStack?: string | undefined;
  /**
   * Email addresses that receive reports of drift and of the security scan.
   * @default []
   */
  readonly alarmEmails?: readonly string[] | undefined;
  /**
   * Cloudflare zone of the checked stack. The drift check gets a token to read it.
   * @default - the zone of the `KiteStack` that takes its code from this stack
   */
  readonly domainName?: string | undefined;
  /**
   * Whether Cloudflare proxies the APIs of the checked stack.
   * @default - the value of the `KiteStack` that takes its code from this stack
   */
  readonly cloudflareProxy?: boolean | undefined;
  /**
   * Path of the zip for {@link buildLambdaViaAsset}.
   * @default - `function.zip` in the repository's folder
   */
  readonly functionZip?: string | undefined;
}
