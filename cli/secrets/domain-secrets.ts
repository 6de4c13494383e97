import { apiTokenVariable } from "../../constructs/domain/dns-zone";
import { proxySecretVariable } from "../../constructs/domain/edge-proxy";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { type VariableValues, variableTable } from "../../settings/variables";

/**
 * Returns the environment variables that Terraform needs for the domain: Cloudflare's token, and the secret of the
 * proxy. A token that is set is passed on even without a domain, because Terraform needs it to remove the domain of an
 * earlier deploy.
 * @throws UserError that names the variables that the domain needs and `.env` does not set
 */
export function domainSecrets({ deployment, variables }: Settings): Readonly<Record<string, string>> {
  const { domainName, cloudflareProxy } = deployment;
  const { CLOUDFLARE_API_TOKEN, CLOUDFLARE_PROXY_SECRET } = variables;
  const missing = [
    ...(domainName && CLOUDFLARE_API_TOKEN === undefined ? (["CLOUDFLARE_API_TOKEN"] as const) : []),
    ...(cloudflareProxy && CLOUDFLARE_PROXY_SECRET === undefined
      ? (["CLOUDFLARE_PROXY_SECRET"] as const)
      : []),
  ];
  if (missing.length > 0) {
    const lines = missing.map(
      (name) => `  - ${name}: ${variableTable[name].expected}. Source: ${variableTable[name].where}.`,
    );
    throw new UserError(
      `The domain ${domainName} (deployments/${deployment.name}.json) needs in .env or the environment:\n${lines.join("\n")}`,
    );
  }
  return terraformVariables({
    CLOUDFLARE_API_TOKEN,
    CLOUDFLARE_PROXY_SECRET: cloudflareProxy ? CLOUDFLARE_PROXY_SECRET : undefined,
  });
}

/**
 * Returns the environment variables for Terraform. The Cloudflare provider reads the token from `CLOUDFLARE_API_TOKEN`.
 */
export function terraformVariables(
  values: Pick<VariableValues, "CLOUDFLARE_API_TOKEN" | "CLOUDFLARE_PROXY_SECRET">,
): Readonly<Record<string, string>> {
  const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_PROXY_SECRET: secret } = values;
  return {
    ...(token && { CLOUDFLARE_API_TOKEN: token, [`TF_VAR_${apiTokenVariable}`]: token }),
    ...(secret && { [`TF_VAR_${proxySecretVariable}`]: secret }),
  };
}
