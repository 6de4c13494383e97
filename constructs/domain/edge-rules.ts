import type { RulesetRules } from "@cdktf/provider-cloudflare/lib/ruleset";

/** Cloudflare's own rules against known attacks: https://developers.cloudflare.com/waf/managed-rules/reference/cloudflare-managed-ruleset/ */
const managedRuleset = "efb7b8c949ac4650a09736fc376e9aee";

/** The period that every plan of Cloudflare has: https://developers.cloudflare.com/waf/rate-limiting-rules/#availability */
const periodSeconds = 10;

/** What the rules speak of. */
export interface Edge {
  readonly webSocketHost: string;
  readonly httpHost: string;
  /** Names of the stages: the first part of each path. */
  readonly stages: readonly string[];
}

/** One address may make so many requests in ten seconds, those of Telegram not counted. */
export function limitRate(edge: Edge, requestsPerTenSeconds: number): RulesetRules {
  return {
    description: "Limit requests of one address",
    expression: `${toUs(edge)} and not ${toWebhook(edge)}`,
    action: "block",
    ratelimit: {
      // Cloudflare counts in each of its data centres, and wants that said.
      characteristics: ["ip.src", "cf.colo.id"],
      period: periodSeconds,
      requestsPerPeriod: requestsPerTenSeconds,
      mitigationTimeout: periodSeconds,
    },
  };
}

/** Nothing but what the APIs have reaches them. */
export function blockStrangePaths(edge: Edge): RulesetRules {
  const sockets = edge.stages.flatMap((stage) => [`/${stage}`, `/${stage}/`]);
  const downloads = edge.stages.map((stage) => `starts_with(http.request.uri.path, "/${stage}/files/")`);
  const strange = [
    `(http.host eq ${quoted(edge.webSocketHost)} and not ${pathIn(sockets)})`,
    `(http.host eq ${quoted(edge.httpHost)} and not ${toWebhook(edge)} and not (${downloads.join(" or ")}))`,
  ];
  return {
    description: "Block paths that the APIs do not have",
    expression: strange.join(" or "),
    action: "block",
  };
}

/** Cloudflare's managed rules look at all but what Telegram sends. */
export function inspect(edge: Edge): RulesetRules {
  return {
    description: "Look for known attacks",
    expression: `${toUs(edge)} and not ${toWebhook(edge)}`,
    action: "execute",
    actionParameters: { id: managedRuleset },
  };
}

/** Cloudflare calls the APIs over TLS and checks their certificate, whatever the zone's own setting is. */
export function checkOrigin(edge: Edge): RulesetRules {
  return {
    description: "Full (strict) TLS",
    expression: toUs(edge),
    action: "set_config",
    actionParameters: { ssl: "strict" },
  };
}

/** Telegram is no browser and comes from few addresses: neither may be held against it. */
export function letTelegramPass(edge: Edge): RulesetRules {
  return {
    description: "No checks for browsers on the webhook",
    expression: `http.host eq ${quoted(edge.httpHost)} and ${toWebhook(edge)}`,
    action: "set_config",
    actionParameters: { bic: false, securityLevel: "essentially_off" },
  };
}

/** The APIs see by a header that a request came this way; one that a visitor sends is overwritten. */
export function showSecret(edge: Edge, header: string, secret: string): RulesetRules {
  return {
    description: "Show that the request came through the proxy",
    expression: toUs(edge),
    action: "rewrite",
    actionParameters: { headers: { [header]: { operation: "set", value: secret } } },
  };
}

function toUs(edge: Edge): string {
  return `http.host in {${quoted(edge.webSocketHost)} ${quoted(edge.httpHost)}}`;
}

function toWebhook(edge: Edge): string {
  return pathIn(edge.stages.map((stage) => `/${stage}/tg`));
}

function pathIn(paths: readonly string[]): string {
  return `http.request.uri.path in {${paths.map(quoted).join(" ")}}`;
}

/** Hosts and stages hold no quotes. */
function quoted(text: string): string {
  return `"${text}"`;
}
