import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { jsonText } from "../json-text";
import type { Finding } from "./finding";

/** What checkov prints with `-o json` for one framework, as far as it is read here. */
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

/** It prints only this when it found no file that it reads, or nothing in the files. */
const emptyReport = z.object({ passed: z.literal(0), failed: z.literal(0), parsing_errors: z.literal(0) });

/** Its index of all checks; which page is whose it knows only with an account at its maker's. */
const indexOfChecks = "https://www.checkov.io/5.Policy%20Index/all.html";

export interface CheckovReport {
  /** How many checks were made. */
  readonly checks: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads what checkov printed.
 * @param nameResource makes a resource's name from the file it is in and checkov's word for it
 * @throws UserError when checkov could not read a file, or said something else than a report
 */
export function readCheckovReport(
  output: string,
  nameResource: (file: string, resource: string) => string,
): CheckovReport {
  const { data: printed } = jsonText.pipe(z.union([emptyReport, report])).safeParse(output);
  if (printed === undefined) {
    throw new UserError(`checkov said something that is no report of version 3: ${output.slice(0, 300)}`);
  }
  if ("passed" in printed) {
    return { checks: 0, findings: [] };
  }
  const { results, summary } = printed;
  if (results.parsing_errors.length > 0) {
    throw new UserError(
      `checkov could not read ${results.parsing_errors.join(", ")}, so nothing in it was checked. cli/security/scan-plans.ts takes out what it cannot read.`,
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
