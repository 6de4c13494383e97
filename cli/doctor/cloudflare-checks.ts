import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { type Check, fail, ok, once, skipped, warn } from "./check";

const cloudflare = "https://api.cloudflare.com/client/v4";

/** Response of https://developers.cloudflare.com/api/resources/zones/methods/list/, as far as it is read. */
const zonesSchema = z.object({
  result: z.array(
    z.object({
      name: z.string(),
      status: z.string().optional(),
      paused: z.boolean().optional(),
      name_servers: z.array(z.string()).optional(),
    }),
  ),
});

const errorSchema = z.object({ errors: z.array(z.object({ code: z.number(), message: z.string() })) });

type Zone = z.infer<typeof zonesSchema>["result"][number];

/**
 * Checks Cloudflare's token and the zone of the domain. Cloudflare's own check of a token knows only the tokens of a
 * user, not those of an account, so the token is used to list the zone.
 */
export function cloudflareChecks(settings: Settings, api = cloudflare): readonly Check[] {
  const { domainName } = settings.deployment;
  const { CLOUDFLARE_API_TOKEN: token } = settings.variables;
  const tokenFix = `set CLOUDFLARE_API_TOKEN in .env. Source: ${variableTable.CLOUDFLARE_API_TOKEN.where}`;
  const zones = once(() => listZones(api, domainName ?? "", token ?? ""));
  return [
    {
      name: "Cloudflare token",
      fix: tokenFix,
      run: async () => {
        if (domainName === undefined) {
          return skipped("the deployment has no domainName");
        }
        if (token === undefined) {
          return fail(`CLOUDFLARE_API_TOKEN is not set, and ${domainName} needs it`, tokenFix);
        }
        await zones();
        return ok("Cloudflare accepts it");
      },
    },
    {
      name: "Cloudflare zone",
      needs: ["Cloudflare token"],
      fix: tokenFix,
      run: async () => describe(domainName ?? "", await zones()),
    },
  ];
}

function describe(domainName: string, zones: readonly Zone[]) {
  const zone = zones.find(({ name }) => name === domainName);
  if (zone === undefined) {
    return fail(
      `the token sees no zone ${domainName}`,
      `add ${domainName} to the token's zones at https://dash.cloudflare.com/profile/api-tokens`,
    );
  }
  if (zone.status !== "active") {
    const servers = (zone.name_servers ?? []).join(" and ");
    return fail(
      `${domainName} is ${zone.status ?? "not active"}`,
      `set its name servers to ${servers || "those of Cloudflare"} at the registrar`,
    );
  }
  return zone.paused === true
    ? warn(`${domainName} is paused`, "resume it in the overview of the zone at https://dash.cloudflare.com")
    : ok(`${domainName} is active`);
}

async function listZones(api: string, name: string, token: string): Promise<readonly Zone[]> {
  const url = `${api}/zones?name=${encodeURIComponent(name)}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {
    throw new UserError("Cloudflare cannot be reached");
  });
  const body: unknown = await response.json().catch(() => undefined);
  const zones = zonesSchema.safeParse(body).data?.result;
  if (!response.ok || zones === undefined) {
    const [error] = errorSchema.safeParse(body).data?.errors ?? [];
    const reason =
      error === undefined ? "" : `, ${error.code}: ${error.message.replaceAll(token, "(token)")}`;
    throw new UserError(`Cloudflare rejected the token: status ${response.status}${reason}`);
  }
  return zones;
}
