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

/** The header by which the functions recognize requests of the proxy. */
export const headerOfProxy = "x-kite-proxy";

/** Terraform's variable has the name from `.env`, so that `--var-file=.env` sets it. */
export const proxySecretVariable = "CLOUDFLARE_PROXY_SECRET";

export interface EdgeProxyProps extends Edge, AccountLocation {
  readonly zone: DnsZone;
  /** Requests that one IP address may make in ten seconds. */
  readonly requestsPerTenSeconds: number;
  /** Whether Cloudflare's managed rules check requests too. Requires a paid plan for the zone. */
  readonly managedRules: boolean;
  /** Name of the parameter with the secret for the functions. Starts with a slash. */
  readonly secretParameter: string;
}

/**
 * Configures Cloudflare's proxy for the two hosts. The proxy limits and blocks requests and checks the origin's
 * certificate. It also sends a secret, so that nobody can bypass it. A zone has one ruleset for each phase, so these
 * rulesets replace rules that were created manually in the same phases:
 * https://developers.cloudflare.com/ruleset-engine/about/phases/
 *
 * A header's value is part of the rule that sets it, so the secret is in the state, which is encrypted. This is
 * acceptable because the secret only allows bypassing the limits. The bot's token must not be in the state.
 */
export class EdgeProxy extends Construct {
  readonly secretParameter: string;
  /** Allows a role to read the secret. */
  readonly readSecret: PolicyStatement;

  readonly #props: EdgeProxyProps;

  constructor(scope: Construct, id: string, props: EdgeProxyProps) {
    super(scope, id);
    this.#props = props;
    const secret = new TerraformVariable(this, "Secret", {
      type: "string",
      sensitive: true,
      nullable: false,
      description: "Secret that the proxy sends to the functions in a header",
    });
    secret.overrideLogicalId(proxySecretVariable);
    new SsmParameter(this, "Parameter", {
      name: props.secretParameter,
      type: "SecureString",
      value: secret.stringValue,
      description: "Sent by the proxy in a header of each request",
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
