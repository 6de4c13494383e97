import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { pinVersion, providerVersions } from "../account/provider-versions";

/** Lets Cloudflare choose the time for which resolvers cache a record: https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const automaticTtl = 1;

export interface CnameProps {
  /** Full name, for example `ws.example.org`. */
  readonly name: string;
  /** The name that the record points to. */
  readonly target: string;
  /**
   * Whether requests go through Cloudflare's proxy.
   * @default false
   */
  readonly proxied?: boolean;
}

/** Terraform's variable has the name from `.env`, so that `--var-file=.env` sets it. */
export const apiTokenVariable = "CLOUDFLARE_API_TOKEN";

/** A copied `.env` sets the variable to "". The provider rejects "", and would ignore the token of the environment. */
const unlessEmpty = `\${var.${apiTokenVariable} == "" ? null : var.${apiTokenVariable}}`;

/**
 * Represents an existing zone at Cloudflare. The token is an ephemeral variable, which neither the state nor a plan
 * file contains: https://developer.hashicorp.com/terraform/language/block/variable#ephemeral
 */
export class DnsZone extends Construct {
  readonly zoneId: string;

  readonly name: string;

  /** @param name the zone's own name, for example `example.org` */
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.name = name;
    const token = new TerraformVariable(this, "ApiToken", {
      type: "string",
      sensitive: true,
      description: "Cloudflare API token; without a value, the provider uses the token of the environment",
    });
    token.overrideLogicalId(apiTokenVariable);
    // cdktf has no props for these two attributes.
    token.addOverride("ephemeral", true);
    token.addOverride("default", null);
    const provider = new CloudflareProvider(this, "cloudflare", { apiToken: unlessEmpty });
    pinVersion(provider, providerVersions.cloudflare);
    this.zoneId = new DataCloudflareZone(this, "Zone", { filter: { name } }).zoneId;
  }

  /** Creates a CNAME record in the zone. */
  cname(scope: Construct, id: string, props: CnameProps): DnsRecord {
    return new DnsRecord(scope, id, {
      zoneId: this.zoneId,
      type: "CNAME",
      name: props.name,
      content: props.target,
      ttl: automaticTtl,
      proxied: props.proxied ?? false,
    });
  }
}
