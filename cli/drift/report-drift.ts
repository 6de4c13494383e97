import { rmSync, writeFileSync } from "node:fs";
import type { CommandResult } from "../command";
import { checkDrift } from "./check-drift";
import { writeReport } from "./report-text";

/**
 * Checks a stack for drift.
 * @param file gets the report as JSON, and the reason when the check fails
 * @throws UserError why it cannot be checked
 */
export async function reportDrift(stack: string, file: string | undefined): Promise<CommandResult> {
  const write = (value: object) =>
    file === undefined ? undefined : writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
  // A report of another day must not be mistaken for this one.
  if (file !== undefined) rmSync(file, { force: true });
  try {
    const report = await checkDrift(stack);
    write(report);
    return { json: report, text: writeReport(report), exitCode: report.verdict === "drift" ? 2 : 0 };
  } catch (error) {
    write({ stack, verdict: "failed", reason: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
