import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandResult } from "../command";
import { say } from "../output";
import type { CheckovReport } from "./checkov-report";
import { compareFindings, describeComparison } from "./compare-findings";
import { readAcceptedFindings, type ScanName } from "./finding";
import { scanPlans } from "./scan-plans";
import { scanSecrets } from "./scan-secrets";

/** Compares what checkov finds in the stacks and in the tracked files with the accepted findings. */
export function scan(): CommandResult {
  const scans = [
    judge("plans", "The stacks", inFolder(scanPlans)),
    judge("secrets", "The tracked files", inFolder(scanSecrets)),
  ];
  const faults = scans.flatMap((it) => it.faults);
  return { json: scans, ...(faults.length > 0 && { failure: faults.join("\n") }) };
}

function judge(name: ScanName, subject: string, { checks, findings }: CheckovReport) {
  const accepted = readAcceptedFindings().filter((entry) => entry.scan === name);
  const faults = describeComparison(compareFindings(findings, accepted));
  say(
    `${subject}: ${checks} checks, ${findings.length} findings, ${faults.length === 0 ? "all of them accepted with a reason" : `${faults.length} that differ from the accepted ones`}.`,
  );
  return { scan: name, checks, findings, faults };
}

function inFolder(work: (folder: string) => CheckovReport): CheckovReport {
  const folder = mkdtempSync(join(tmpdir(), "kite-scan-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
