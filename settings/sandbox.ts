import { longestApp } from "../stacks/options/kite-options";
import { type OptionFault, optionFault } from "../stacks/options/option-fault";
import { codeInSandbox, sourceInSandbox } from "./code";
import type { Deployment } from "./deployment";

/** The longest name of a bucket. */
const longestBucket = 63;

/**
 * A second, complete deployment in the account of the first: every name, parameter path and state key begins with
 * the sandbox's name. It has no domain: a name can lead to one deployment only.
 */
export function inSandbox(deployment: Deployment, sandbox: string | undefined): Deployment {
  return sandbox === undefined
    ? deployment
    : {
        ...deployment,
        app: `${sandbox}-${deployment.app}`,
        stagePrefix: `${sandbox}-`,
        domainName: undefined,
        cloudflareProxy: false,
        code: codeInSandbox(deployment.code, sandbox),
        source: sourceInSandbox(deployment.source, sandbox),
      };
}

/** What is wrong with the sandbox of a deployment, if anything. */
export function sandboxFaults(deployment: Deployment, sandbox: string | undefined): readonly OptionFault[] {
  const { app, source } = inSandbox(deployment, sandbox);
  const fault = (made: string, what: string, longest: number) =>
    optionFault(
      "KITE_SANDBOX",
      ".env or the environment",
      `"${sandbox}", which makes "${made}" with ${what}`,
      {
        wanted: `both with a dash between in at most ${longest} characters, for names of buckets begin so`,
        where: "choose a shorter one",
      },
    );
  if (sandbox === undefined) {
    return [];
  }
  return [
    ...(app.length > longestApp ? [fault(app, "the app's name", longestApp)] : []),
    ...(source.bucket.length > longestBucket
      ? [fault(source.bucket, "s3SourceBucketName", longestBucket)]
      : []),
  ];
}
