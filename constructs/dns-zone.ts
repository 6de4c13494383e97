import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { Construct } from "constructs";

/** Cloudflare chooses how long a record may be remembered: https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const AUTOMATIC_TTL = 1;

export interface CnameProps {
  /** The whole name, for example `ws.example.org`. */
  readonly name: string;
  /** The name that it stands for. */
  readonly target: string;
  /**
   * True: requests go through Cloudflare.
   * @default false
   */
  readonly proxied?: boolean;
}

/** A zone at Cloudflare that exists already. The token comes from `CLOUDFLARE_API_TOKEN` and stands nowhere in the plan. */
export class DnsZone extends Construct {
  readonly zoneId: string;

  /** @param name the zone's own name, for example `example.org` */
  constructor(
    scope: Construct,
    id: string,
    readonly name: string,
  ) {
    super(scope, id);
    new CloudflareProvider(this, "cloudflare", {});
    this.zoneId = new DataCloudflareZone(this, "Zone", { filter: { name } }).zoneId;
  }

  /** Declares a name that stands for another. */
  cname(scope: Construct, id: string, props: CnameProps): DnsRecord {
    return new DnsRecord(scope, id, {
      zoneId: this.zoneId,
      type: "CNAME",
      name: props.name,
      content: props.target,
      ttl: AUTOMATIC_TTL,
      proxied: props.proxied ?? false,
    });
  }
}
