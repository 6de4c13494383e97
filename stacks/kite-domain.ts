import { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { CustomDomain } from "../constructs/domain/custom-domain";
import { DnsZone } from "../constructs/domain/dns-zone";
import { DomainCertificate } from "../constructs/domain/domain-certificate";
import { EdgeProxy } from "../constructs/domain/edge-proxy";
import type { DomainSettings } from "../settings/domain";
import type { CompleteKite } from "./complete-kite";

export interface KiteDomainProps {
  readonly deployment: CompleteKite;
  readonly domain: DomainSettings;
  readonly names: PhysicalNames;
}

/** The deployment's own names, `ws.` for sockets and `api.` for the rest, and what stands before them. */
export class KiteDomain extends Construct {
  readonly webSocket: CustomDomain;
  readonly http: CustomDomain;
  /** `undefined`: visitors reach API Gateway directly. */
  readonly proxy: EdgeProxy | undefined;

  constructor(scope: Construct, id: string, { deployment, domain, names }: KiteDomainProps) {
    super(scope, id);
    const zone = new DnsZone(this, "Zone", domain.domainName);
    const certificate = new DomainCertificate(this, "Certificate", zone);
    const common = { zone, certificate, proxied: domain.proxy !== undefined };
    this.webSocket = new CustomDomain(this, "WebSocket", { ...common, label: "ws" });
    this.http = new CustomDomain(this, "Http", { ...common, label: "api" });
    this.proxy =
      domain.proxy &&
      new EdgeProxy(this, "Proxy", {
        ...domain.proxy,
        zone,
        webSocketHost: this.webSocket.host,
        httpHost: this.http.host,
        stages: deployment.stages.map(({ name }) => name),
        secretParameter: names.proxySecretParameter(),
        region: deployment.region,
        account: deployment.account,
      });
  }
}
