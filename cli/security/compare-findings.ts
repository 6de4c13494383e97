import { matches } from "../pattern";
import { type AcceptedFinding, type Finding, readAcceptedFindings } from "./finding";

/** Says what is wrong between the findings of a scan and those of it that the committed list accepts. */
export function faultsOf(scan: AcceptedFinding["scan"], findings: readonly Finding[]): readonly string[] {
  const accepted = readAcceptedFindings().filter((entry) => entry.scan === scan);
  return describeComparison(compareFindings(findings, accepted));
}

/**
 * Compares the findings of a scan with what is accepted of it, both ways.
 * @returns what is found and not accepted, and what is accepted and no longer found: the check, and the pattern that
 * meets nothing
 */
export function compareFindings(findings: readonly Finding[], accepted: readonly AcceptedFinding[]) {
  const patterns = accepted.flatMap(({ check, resources }) =>
    resources.map((pattern) => ({ check, pattern })),
  );
  const meets = (finding: Finding, { check, pattern }: (typeof patterns)[number]) =>
    finding.check === check && matches(pattern, finding.resource);
  return {
    unaccepted: findings.filter((finding) => !patterns.some((pattern) => meets(finding, pattern))),
    stale: patterns.filter((pattern) => !findings.some((finding) => meets(finding, pattern))),
  };
}

/** Says what is wrong, and what to do; empty: nothing is. */
export function describeComparison({
  unaccepted,
  stale,
}: ReturnType<typeof compareFindings>): readonly string[] {
  return [
    ...unaccepted.map(
      ({ check, title, resource, guideline }) =>
        `${check} at ${resource}: ${title}. Mend it, or add it to cli/security/accepted-findings.json with the reason. ${guideline}`,
    ),
    ...stale.map(
      ({ check, pattern }) =>
        `${check} is accepted at "${pattern}" and no longer found there. Take it off cli/security/accepted-findings.json.`,
    ),
  ];
}
