import { apiTokenVariable } from "../../constructs/domain/dns-zone";
import { proxySecretVariable } from "../../constructs/domain/edge-proxy";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { type VariableValues, variableTable } from "../../settings/variables";

/**
 * What Terraform needs in its environment for the domain: the token of Cloudflare, and the proxy's secret. A token
 * that is there is handed over even without a domain, for a domain that was there a deploy ago must be taken away.
 * @throws UserError naming what the deployment's domain needs and `.env` lacks
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
      (name) => `  - ${name}: wanted ${variableTable[name].wanted}. Where: ${variableTable[name].where}.`,
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

/** The variables that Terraform finds in its environment; the provider takes the token from there too. */
export function terraformVariables(
  values: Pick<VariableValues, "CLOUDFLARE_API_TOKEN" | "CLOUDFLARE_PROXY_SECRET">,
): Readonly<Record<string, string>> {
  const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_PROXY_SECRET: secret } = values;
  return {
    ...(token && { CLOUDFLARE_API_TOKEN: token, [`TF_VAR_${apiTokenVariable}`]: token }),
    ...(secret && { [`TF_VAR_${proxySecretVariable}`]: secret }),
  };
}
