import { z } from "zod";
import type { Finding } from "./finding";

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
