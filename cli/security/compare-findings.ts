import { matches } from "../pattern";
import { type AcceptedFinding, type Finding, readAcceptedFindings } from "./finding";

/** Describes the differences between the findings of a scan and the committed list of accepted findings. */
export function faultsOf(scan: AcceptedFinding["scan"], findings: readonly Finding[]): readonly string[] {
  const accepted = readAcceptedFindings().filter((entry) => entry.scan === scan);
  return describeComparison(compareFindings(findings, accepted));
}

/**
 * Compares the findings of a scan with the accepted findings.
 * @returns findings that are not accepted, and accepted patterns that match no finding, with their checks
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

/** Describes each difference and how to fix it. Empty if there is none. */
export function describeComparison({
  unaccepted,
  stale,
}: ReturnType<typeof compareFindings>): readonly string[] {
  return [
    ...unaccepted.map(
      ({ check, title, resource, guideline }) =>
        `${check} at ${resource}: ${title}. Fix it, or add it to cli/security/accepted-findings.json with a reason. ${guideline}`,
    ),
    ...stale.map(
      ({ check, pattern }) =>
        `${check} is accepted at "${pattern}" but no longer found there. Remove it from cli/security/accepted-findings.json.`,
    ),
  ];
}
