import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { DnsZone } from "./dns-zone";

/** Creates a certificate for a zone's name and all names one label below it. */
export class DomainCertificate extends Construct {
  /** ARN of the certificate, available once the certificate is valid. */
  readonly arn: string;

  constructor(scope: Construct, id: string, zone: DnsZone) {
    super(scope, id);
    const certificate = new AcmCertificate(this, "Certificate", {
      domainName: zone.name,
      subjectAlternativeNames: [`*.${zone.name}`],
      validationMethod: "DNS",
      // A domain name in use must not lose its certificate before the new certificate exists.
      lifecycle: { createBeforeDestroy: true },
    });
    // Both names require the same record: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    const proof = certificate.domainValidationOptions.get(0);
    const record = zone.cname(this, "Proof", {
      name: withoutDot(proof.resourceRecordName),
      target: withoutDot(proof.resourceRecordValue),
    });
    const validation = new AcmCertificateValidation(this, "Validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.name],
    });
    this.arn = validation.certificateArn;
  }
}

/**
 * Removes the trailing dot of ACM's names. Cloudflare removes it too, so the dot would be a difference in every plan.
 */
function withoutDot(name: string): string {
  return Fn.trimsuffix(name, ".");
}
