import type { RulesetRules } from "@cdktf/provider-cloudflare/lib/ruleset";

/** Cloudflare's managed rules against known attacks: https://developers.cloudflare.com/waf/managed-rules/reference/cloudflare-managed-ruleset/ */
const managedRuleset = "efb7b8c949ac4650a09736fc376e9aee";

/** Paths of the HTTP API below a stage, except the webhook: complete paths, and prefixes of paths. */
const served = { paths: ["/widget.js", "/widget.json"], prefixes: ["/files/", "/widget-", "/chat/"] };

/** The only period that every Cloudflare plan supports: https://developers.cloudflare.com/waf/rate-limiting-rules/#availability */
const periodSeconds = 10;

/** Represents the hosts and stages that the rules apply to. */
export interface Edge {
  readonly webSocketHost: string;
  readonly httpHost: string;
  /** Names of the stages, which are the first part of each path. */
  readonly stages: readonly string[];
}

/** Limits the requests of one IP address in ten seconds. Telegram's requests do not count. */
export function limitRate(edge: Edge, requestsPerTenSeconds: number): RulesetRules {
  return {
    description: "Limit requests of one address",
    expression: `${toUs(edge)} and not ${toWebhook(edge)}`,
    action: "block",
    ratelimit: {
      // Cloudflare counts in each data center separately, and requires this characteristic.
      characteristics: ["ip.src", "cf.colo.id"],
      period: periodSeconds,
      requestsPerPeriod: requestsPerTenSeconds,
      mitigationTimeout: periodSeconds,
    },
  };
}

/** Blocks every path that the APIs do not have. */
export function blockStrangePaths(edge: Edge): RulesetRules {
  const sockets = edge.stages.flatMap((stage) => [`/${stage}`, `/${stage}/`]);
  const paths = edge.stages.flatMap((stage) => served.paths.map((path) => `/${stage}${path}`));
  const prefixes = edge.stages.flatMap((stage) => served.prefixes.map((prefix) => `/${stage}${prefix}`));
  const begins = prefixes
    .map((prefix) => `starts_with(http.request.uri.path, ${quoted(prefix)})`)
    .join(" or ");
  const strange = [
    `(http.host eq ${quoted(edge.webSocketHost)} and not ${pathIn(sockets)})`,
    `(http.host eq ${quoted(edge.httpHost)} and not ${toWebhook(edge)} and not ${pathIn(paths)} and not (${begins}))`,
  ];
  return {
    description: "Block paths that the APIs do not have",
    expression: strange.join(" or "),
    action: "block",
  };
}

/** Checks all requests except Telegram's with Cloudflare's managed rules. */
export function inspect(edge: Edge): RulesetRules {
  return {
    description: "Check for known attacks",
    expression: `${toUs(edge)} and not ${toWebhook(edge)}`,
    action: "execute",
    actionParameters: { id: managedRuleset },
  };
}

/** Makes Cloudflare call the APIs over TLS and check their certificate, regardless of the zone's own setting. */
export function checkOrigin(edge: Edge): RulesetRules {
  return {
    description: "Full (strict) TLS",
    expression: toUs(edge),
    action: "set_config",
    actionParameters: { ssl: "strict" },
  };
}

/** Skips browser checks for Telegram, which is not a browser and sends many requests from few addresses. */
export function letTelegramPass(edge: Edge): RulesetRules {
  return {
    description: "No checks for browsers on the webhook",
    expression: `http.host eq ${quoted(edge.httpHost)} and ${toWebhook(edge)}`,
    action: "set_config",
    actionParameters: { bic: false, securityLevel: "essentially_off" },
  };
}

/** Adds a header by which the APIs recognize the proxy's requests. It overwrites the header if a visitor sends it. */
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

/** Quotes a text without escaping, because hosts and stages contain no quotes. */
function quoted(text: string): string {
  return `"${text}"`;
}
