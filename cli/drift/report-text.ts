import type { Finding } from "./classify";
import type { DriftReport } from "./report";

/** Formats a report for display, with addresses and paths, but without values. */
export function writeReport(report: DriftReport): string {
  const drifted = report.resources.filter((finding) => finding.class === "drifted");
  const waiting = report.resources.filter((finding) => finding.class === "not-applied");
  const sections = [
    section("Drifted outside Terraform:", drifted.map(driftedLine)),
    section("Not yet applied; a deploy would change these:", waiting.map(lineOf)),
    report.notListed > 0 ? [`And ${report.notListed} more.`] : [],
    section(
      "Ignored:",
      report.ignored.map(({ address, attributes, reason }) => `${address}${listed(attributes)}; ${reason}`),
    ),
    section(
      "Expired entries of the ignore list:",
      report.expired.map(
        ({ address, attributes, reason, until }) =>
          `${address}${listed(attributes)}; until ${until}; ${reason}`,
      ),
    ),
  ];
  return [`Stack ${report.stack}: ${report.verdict}. ${report.summary}`, ...sections.flat()].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  - ${line}`)];
}

function driftedLine(finding: Finding): string {
  return `${lineOf(finding)}${finding.restoredByDeploy ? "" : "; a deploy does not revert it"}`;
}

function lineOf({ address, change, attributes }: Finding): string {
  return `${address} ${change}${listed(attributes)}`;
}

function listed(attributes: readonly string[]): string {
  return attributes.length === 0 ? "" : `: ${attributes.join(", ")}`;
}
