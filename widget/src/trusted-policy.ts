import type { TrustedPolicy } from "./chat-contract";
import { explain } from "./explain";

/** The name of the widget's policy, for `trusted-types` in a Content-Security-Policy. */
const policyName = "kite-chat";

/** Creates the policy for the URLs of scripts and for the templates of the panel. Neither contains user input. */
export function createTrustedPolicy(): TrustedPolicy | undefined {
  const { trustedTypes } = window as {
    readonly trustedTypes?: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy };
  };
  try {
    return trustedTypes?.createPolicy(policyName, {
      createHTML: (html) => html,
      createScriptURL: (url) => url,
    });
  } catch {
    explain(`the page does not allow the Trusted Types policy ${policyName}.`);
    return undefined;
  }
}
