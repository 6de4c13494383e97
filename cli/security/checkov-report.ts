import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { jsonText } from "../json-text";
import type { Finding } from "./finding";

/** Output of checkov with `-o json` for one framework, limited to the fields that are read here. */
const report = z.object({
  results: z.object({
    failed_checks: z.array(
      z.object({
        check_id: z.string(),
        check_name: z.string(),
        file_path: z.string(),
        resource: z.string(),
        guideline: z.string().nullish(),
      }),
    ),
    parsing_errors: z.array(z.string()),
  }),
  summary: z.object({ passed: z.number(), failed: z.number() }),
});

/** Output of checkov if there was no file to check, or nothing to check in the files. */
const emptyReport = z.object({ passed: z.literal(0), failed: z.literal(0), parsing_errors: z.literal(0) });

/** Index of all checks. checkov links the page of each check only for users with an account of its vendor. */
const indexOfChecks = "https://www.checkov.io/5.Policy%20Index/all.html";

export interface CheckovReport {
  /** Number of checks. */
  readonly checks: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads the output of checkov.
 * @param nameResource Returns the name of a resource from its file and its name in checkov.
 * @throws UserError if checkov could not read a file, or if its output is not a report
 */
export function readCheckovReport(
  output: string,
  nameResource: (file: string, resource: string) => string,
): CheckovReport {
  const { data: printed } = jsonText.pipe(z.union([emptyReport, report])).safeParse(output);
  if (printed === undefined) {
    throw new UserError(`checkov: expected a report of version 3, received: ${output.slice(0, 300)}`);
  }
  if ("passed" in printed) {
    return { checks: 0, findings: [] };
  }
  const { results, summary } = printed;
  if (results.parsing_errors.length > 0) {
    throw new UserError(
      `checkov could not read ${results.parsing_errors.join(", ")}, so these files were not checked. Remove the unsupported blocks in cli/security/scan-plans.ts.`,
    );
  }
  return {
    checks: summary.passed + summary.failed,
    findings: results.failed_checks.map((found) => ({
      check: found.check_id,
      title: found.check_name,
      resource: nameResource(found.file_path.replace(/^\//, ""), found.resource),
      guideline: found.guideline ?? indexOfChecks,
    })),
  };
}
