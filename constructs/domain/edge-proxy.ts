import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Ruleset, type RulesetRules } from "@cdktf/provider-cloudflare/lib/ruleset";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { type AccountLocation, type PolicyStatement, readParameters } from "../account/policy";
import type { DnsZone } from "./dns-zone";
import {
  blockStrangePaths,
  checkOrigin,
  type Edge,
  inspect,
  letTelegramPass,
  limitRate,
  showSecret,
} from "./edge-rules";

/** The header by which the functions know requests of the proxy. */
export const headerOfProxy = "x-kite-proxy";

/** Terraform's name of the secret is that in `.env`, so that `--var-file=.env` sets it. */
export const proxySecretVariable = "CLOUDFLARE_PROXY_SECRET";

export interface EdgeProxyProps extends Edge, AccountLocation {
  readonly zone: DnsZone;
  /** Requests of one address in ten seconds. */
  readonly requestsPerTenSeconds: number;
  /** Cloudflare's managed rules too; the zone needs a paid plan. */
  readonly managedRules: boolean;
  /** Parameter in which the functions find the secret, with a slash at the start. */
  readonly secretParameter: string;
}

/**
 * What Cloudflare does before the two hosts: limits, blocks, checks the origin, and shows a secret, so that nobody
 * goes round it. Each phase of a zone has one ruleset, so these take the place of rules made by hand in them.
 * https://developers.cloudflare.com/ruleset-engine/about/phases/
 *
 * A header's value is part of the rule that sets it, so the secret is in the state (encrypted, and never shown). It
 * opens nothing but the way round the limits; that is why it may be there and the bot's token may not.
 */
export class EdgeProxy extends Construct {
  readonly secretParameter: string;
  /** Allows to read the secret. */
  readonly readSecret: PolicyStatement;

  readonly #props: EdgeProxyProps;

  constructor(scope: Construct, id: string, props: EdgeProxyProps) {
    super(scope, id);
    this.#props = props;
    const secret = new TerraformVariable(this, "Secret", {
      type: "string",
      sensitive: true,
      nullable: false,
      description: "What the proxy shows the functions in a header",
    });
    secret.overrideLogicalId(proxySecretVariable);
    new SsmParameter(this, "Parameter", {
      name: props.secretParameter,
      type: "SecureString",
      value: secret.stringValue,
      description: "Shown by the proxy in a header with each request",
    });
    this.#rules("RateLimit", "http_ratelimit", [limitRate(props, props.requestsPerTenSeconds)]);
    this.#rules("Paths", "http_request_firewall_custom", [blockStrangePaths(props)]);
    if (props.managedRules) {
      this.#rules("Managed", "http_request_firewall_managed", [inspect(props)]);
    }
    this.#rules("Configuration", "http_config_settings", [checkOrigin(props), letTelegramPass(props)]);
    this.#rules("Header", "http_request_late_transform", [
      showSecret(props, headerOfProxy, secret.stringValue),
    ]);
    this.secretParameter = props.secretParameter;
    this.readSecret = readParameters("ProxySecret", "GetParameter", props, props.secretParameter);
  }

  #rules(id: string, phase: string, rules: RulesetRules[]): void {
    new Ruleset(this, id, {
      zoneId: this.#props.zone.zoneId,
      kind: "zone",
      phase,
      name: `Kite: ${phase}`,
      rules: rules.map((rule) => ({ ...rule, enabled: true })),
    });
  }
}
