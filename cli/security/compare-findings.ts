import type { AcceptedFinding, Finding } from "./finding";

/** What is wrong between the findings and the list of accepted ones. */
export interface Comparison {
  /** Found and not accepted. */
  readonly unaccepted: readonly Finding[];
  /** Accepted and no longer found: the check, and the pattern that meets nothing. */
  readonly stale: readonly { readonly check: string; readonly pattern: string }[];
}

/** Compares the findings of a scan with what is accepted of it, both ways. */
export function compareFindings(
  findings: readonly Finding[],
  accepted: readonly AcceptedFinding[],
): Comparison {
  const patterns = accepted.flatMap(({ check, resources }) =>
    resources.map((pattern) => ({ check, pattern, expression: expressionOf(pattern) })),
  );
  const meets = (finding: Finding, { check, expression }: (typeof patterns)[number]) =>
    finding.check === check && expression.test(finding.resource);
  return {
    unaccepted: findings.filter((finding) => !patterns.some((pattern) => meets(finding, pattern))),
    stale: patterns
      .filter((pattern) => !findings.some((finding) => meets(finding, pattern)))
      .map(({ check, pattern }) => ({ check, pattern })),
  };
}

/** Says what is wrong, and what to do; empty: nothing is. */
export function describeComparison({ unaccepted, stale }: Comparison): readonly string[] {
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

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
