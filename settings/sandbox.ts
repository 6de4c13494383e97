import { longestApp } from "../stacks/options/kite-options";
import { type OptionFault, optionFault } from "../stacks/options/option-fault";
import { codeInSandbox, sourceInSandbox } from "./code";
import type { Deployment } from "./deployment";

/** The longest bucket name, in characters. */
const longestBucket = 63;

/**
 * Turns a deployment into a second, complete deployment in the same account. Every name, parameter path and state key
 * starts with the sandbox's name. The second deployment has no domain, because a domain name can belong to only one
 * deployment.
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

/** Returns the faults of a deployment's sandbox. */
export function sandboxFaults(deployment: Deployment, sandbox: string | undefined): readonly OptionFault[] {
  const { app, source } = inSandbox(deployment, sandbox);
  const fault = (made: string, what: string, longest: number) =>
    optionFault(
      "KITE_SANDBOX",
      ".env or the environment",
      `"${sandbox}", which makes "${made}" too long as ${what}`,
      {
        expected: `a name so short that "${made}" has at most ${longest} characters`,
        where: "choose a shorter name",
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
