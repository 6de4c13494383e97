import type { CommandResult } from "../command";
import { tryRun } from "../run";
import { readAuditReport } from "./audit-report";
import { compareFindings, describeComparison } from "./compare-findings";
import { readAcceptedFindings } from "./finding";

const TIMEOUT_SECONDS = 120;

/** Compares the vulnerabilities that the npm registry knows with the accepted ones. */
export function auditPackages(): CommandResult {
  const audit = tryRun("npm", ["audit", "--omit=dev", "--json"], { timeoutSeconds: TIMEOUT_SECONDS });
  const findings = readAuditReport(audit?.stdout ?? "");
  if (findings === undefined) {
    return {
      json: { checked: false, findings: [], faults: [] },
      text: "The registry gave no report: the packages are not checked for known vulnerabilities.",
    };
  }
  const accepted = readAcceptedFindings().filter(({ scan }) => scan === "packages");
  const faults = describeComparison(compareFindings(findings, accepted));
  const json = { checked: true, findings, faults };
  return faults.length > 0
    ? { json, failure: faults.join("\n") }
    : {
        json,
        text: `The packages: ${findings.length} known vulnerabilities, all of them accepted with a reason.`,
      };
}
