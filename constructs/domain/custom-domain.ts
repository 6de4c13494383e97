import { Apigatewayv2ApiMapping } from "@cdktf/provider-aws/lib/apigatewayv2-api-mapping";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import type { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import type { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Construct } from "constructs";
import type { DnsZone } from "./dns-zone";
import type { DomainCertificate } from "./domain-certificate";

export interface CustomDomainProps {
  /** The label in front of the zone's name, for example `ws`. */
  readonly label: string;
  readonly zone: DnsZone;
  readonly certificate: DomainCertificate;
  /**
   * Whether requests go through Cloudflare's proxy.
   * @default false
   */
  readonly proxied?: boolean;
}

/** Creates a custom domain name for the stages of an API, with TLS 1.2 or later. */
export class CustomDomain extends Construct {
  /** The host name, for example `ws.example.org`. */
  readonly host: string;
  /** The DNS record of the host name. */
  readonly record: DnsRecord;
  readonly #domain: Apigatewayv2DomainName;

  constructor(scope: Construct, id: string, props: CustomDomainProps) {
    super(scope, id);
    this.host = `${props.label}.${props.zone.name}`;
    this.#domain = new Apigatewayv2DomainName(this, "DomainName", {
      domainName: this.host,
      domainNameConfiguration: {
        certificateArn: props.certificate.arn,
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
      },
    });
    this.record = props.zone.cname(this, "Cname", {
      name: this.host,
      target: this.#domain.domainNameConfiguration.targetDomainName,
      proxied: props.proxied ?? false,
    });
  }

  /** Serves a stage at `https://<host>/<stage>`. */
  map(scope: Construct, id: string, stage: Apigatewayv2Stage): Apigatewayv2ApiMapping {
    return new Apigatewayv2ApiMapping(scope, id, {
      apiId: stage.apiId,
      domainName: this.#domain.domainName,
      stage: stage.name,
      apiMappingKey: stage.name,
    });
  }
}
