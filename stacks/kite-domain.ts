import { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { CustomDomain } from "../constructs/domain/custom-domain";
import { DnsZone } from "../constructs/domain/dns-zone";
import { DomainCertificate } from "../constructs/domain/domain-certificate";
import { EdgeProxy } from "../constructs/domain/edge-proxy";
import type { CompleteKite } from "./complete-kite";

export interface KiteDomainProps {
  readonly deployment: CompleteKite;
  /** The zone's name, for example `example.org`. */
  readonly domainName: string;
  readonly names: PhysicalNames;
}

/** Creates the deployment's domain names, `ws.` for sockets and `api.` for everything else, and the optional proxy. */
export class KiteDomain extends Construct {
  readonly webSocket: CustomDomain;
  readonly http: CustomDomain;
  /** The proxy; `undefined` if visitors reach API Gateway directly. */
  readonly proxy: EdgeProxy | undefined;

  constructor(scope: Construct, id: string, { deployment, domainName, names }: KiteDomainProps) {
    super(scope, id);
    const zone = new DnsZone(this, "Zone", domainName);
    const certificate = new DomainCertificate(this, "Certificate", zone);
    const common = { zone, certificate, proxied: deployment.cloudflareProxy };
    this.webSocket = new CustomDomain(this, "WebSocket", { ...common, label: "ws" });
    this.http = new CustomDomain(this, "Http", { ...common, label: "api" });
    this.proxy = deployment.cloudflareProxy
      ? new EdgeProxy(this, "Proxy", {
          requestsPerTenSeconds: deployment.proxyRequestsPerTenSeconds,
          managedRules: deployment.proxyManagedRules,
          zone,
          webSocketHost: this.webSocket.host,
          httpHost: this.http.host,
          stages: deployment.stages.map(({ name }) => name),
          secretParameter: names.proxySecretParameter(),
          region: deployment.region,
          account: deployment.account,
        })
      : undefined;
  }
}
