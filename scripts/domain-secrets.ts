import { PROXY_SECRET_VARIABLE } from "../constructs/edge-proxy";
import type { Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { VARIABLES } from "../settings/variables";

/**
 * What Terraform needs in its environment for the domain: the token of Cloudflare, and the proxy's secret. A token
 * that is there is handed over even without a domain, for a domain that was there a deploy ago must be taken away.
 * @throws UserError naming what the deployment's domain needs and `.env` lacks
 */
export function domainSecrets({ deployment, cloudflare }: Settings): Readonly<Record<string, string>> {
  const { domain } = deployment;
  const missing = [
    ...(domain && cloudflare.apiToken === undefined ? (["CLOUDFLARE_API_TOKEN"] as const) : []),
    ...(domain?.proxy && cloudflare.proxySecret === undefined ? (["CLOUDFLARE_PROXY_SECRET"] as const) : []),
  ];
  if (missing.length > 0) {
    const lines = missing.map(
      (name) => `  - ${name}: wanted ${VARIABLES[name].wanted}. Where: ${VARIABLES[name].where}.`,
    );
    throw new UserError(
      `The domain ${domain?.domainName} (deployments/${deployment.name}.json) needs in .env or the environment:\n${lines.join("\n")}`,
    );
  }
  return {
    ...(cloudflare.apiToken && { CLOUDFLARE_API_TOKEN: cloudflare.apiToken }),
    ...(domain?.proxy &&
      cloudflare.proxySecret && { [`TF_VAR_${PROXY_SECRET_VARIABLE}`]: cloudflare.proxySecret }),
  };
}
