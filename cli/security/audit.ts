import { z } from "zod";
import type { CommandResult } from "../command";
import { jsonText } from "../json-text";
import { tryRun } from "../run";
import { faultsOf } from "./compare-findings";
import type { Finding } from "./finding";

const timeoutSeconds = 120;

/** Compares the vulnerabilities that the npm registry reports with the accepted findings. */
export function auditPackages(): CommandResult {
  const audit = tryRun("npm", ["audit", "--omit=dev", "--json"], { timeoutSeconds });
  const findings = readAuditReport(audit?.stdout ?? "");
  if (findings === undefined) {
    return {
      json: { checked: false, findings: [], faults: [] },
      text: "The registry returned no report, so the packages were not checked for known vulnerabilities.",
    };
  }
  const faults = faultsOf("packages", findings);
  return {
    json: { checked: true, findings, faults },
    ...(faults.length > 0
      ? { failure: faults.join("\n") }
      : {
          text: `The packages: ${findings.length} known vulnerabilities, all accepted with a reason.`,
        }),
  };
}

/** Output of `npm audit --json`: https://docs.npmjs.com/cli/v10/commands/npm-audit#audit-report-format */
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          // The name of another package in the report. That package has the vulnerability.
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});

/**
 * Reads the output of `npm audit --json`.
 * @returns each advisory of each package once, or `undefined` if the registry returned no report
 */
export function readAuditReport(output: string): readonly Finding[] | undefined {
  const { data } = jsonText.pipe(report).safeParse(output);
  const findings = Object.values(data?.vulnerabilities ?? {})
    .flatMap(({ via }) => via.filter((advisory) => typeof advisory !== "string"))
    .map(({ name, title, url, severity }) => ({
      check: url.split("/").at(-1) ?? url,
      title: `${title} (${severity})`,
      resource: name,
      guideline: url,
    }));
  const byName = new Map(findings.map((finding) => [`${finding.check} ${finding.resource}`, finding]));
  return data && [...byName.values()];
}
