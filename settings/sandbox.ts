import type { Deployment } from "./deployment";
import type { SettingFault } from "./settings-error";

/** The names of buckets begin with the app's, and S3 takes 63 characters of which the provider adds 26. */
const LONGEST_APP = 25;

/**
 * A second, complete deployment in the account of the first: every name, parameter path and state key begins with
 * the sandbox's name. It has no domain: a name can lead to one deployment only.
 */
export function inSandbox(deployment: Deployment, sandbox: string | undefined): Deployment {
  return sandbox === undefined
    ? deployment
    : { ...deployment, app: `${sandbox}-${deployment.app}`, stagePrefix: `${sandbox}-`, domain: undefined };
}

/** What is wrong with the sandbox of a deployment, if anything. */
export function sandboxFaults(deployment: Deployment, sandbox: string | undefined): readonly SettingFault[] {
  const { app } = inSandbox(deployment, sandbox);
  return sandbox === undefined || app.length <= LONGEST_APP
    ? []
    : [
        {
          name: "KITE_SANDBOX",
          source: ".env or the environment",
          kind: "wrong",
          got: `"${sandbox}", which makes "${app}" with the app's name`,
          wanted: `both with a dash between in at most ${LONGEST_APP} characters, for names of buckets begin so`,
          where: "choose a shorter one",
        },
      ];
}
