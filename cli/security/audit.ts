import { z } from "zod";
import type { CommandResult } from "../command";
import { tryRun } from "../run";
import { compareFindings, describeComparison } from "./compare-findings";
import { type Finding, readAcceptedFindings } from "./finding";

const timeoutSeconds = 120;

/** Compares the vulnerabilities that the npm registry knows with the accepted ones. */
export function auditPackages(): CommandResult {
  const audit = tryRun("npm", ["audit", "--omit=dev", "--json"], { timeoutSeconds: timeoutSeconds });
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

/** What `npm audit --json` prints: https://docs.npmjs.com/cli/v10/commands/npm-audit#audit-report-format */
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          // The name of another package of the report, through which it comes.
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});

/**
 * Reads what `npm audit --json` printed.
 * @returns an advisory a package, each once; `undefined`: the registry gave no report
 */
export function readAuditReport(output: string): readonly Finding[] | undefined {
  const parsed = report.safeParse(parse(output));
  if (!parsed.success) {
    return undefined;
  }
  const findings = Object.values(parsed.data.vulnerabilities).flatMap(({ via }) =>
    via.flatMap((advisory) =>
      typeof advisory === "string"
        ? []
        : [
            {
              check: advisory.url.split("/").at(-1) ?? advisory.url,
              title: `${advisory.title} (${advisory.severity})`,
              resource: advisory.name,
              guideline: advisory.url,
            },
          ],
    ),
  );
  const keyOf = ({ check, resource }: Finding) => `${check} ${resource}`;
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
