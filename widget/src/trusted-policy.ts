import type { TrustedPolicy } from "./chat-contract";
import { explain } from "./explain";

/** The name of our policy, for `trusted-types` in a Content-Security-Policy. */
const policyName = "kite-chat";

/**
 * Makes the policy for addresses of scripts and for the templates of the panel, neither of which contains user input.
 */
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
