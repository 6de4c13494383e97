import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import { runScript, say } from "../command";
import type { CheckovReport } from "../security/checkov-report";
import { compareFindings, describeComparison } from "../security/compare-findings";
import { readAcceptedFindings, type ScanName } from "../security/finding";
import { scanPlans } from "../security/scan-plans";
import { scanSecrets } from "../security/scan-secrets";

const usage = `npm run scan
Has checkov check the cloud stacks of deployments/everything.json, and look for secrets in the tracked files. Fails at
a finding that cli/security/accepted-findings.json does not hold, and at one that it holds and that is no longer found.
cli/fetch-checkov.sh brings checkov.`;

runScript({ usage, flags: [] }, () => {
  const faults = [
    ...judge("plans", "The plans", inFolder(scanPlans)),
    ...judge("secrets", "The tracked files", inFolder(scanSecrets)),
  ];
  if (faults.length > 0) {
    throw new UserError(faults.join("\n"));
  }
});

function judge(scan: ScanName, subject: string, { checks, findings }: CheckovReport): readonly string[] {
  const accepted = readAcceptedFindings().filter((entry) => entry.scan === scan);
  const faults = describeComparison(compareFindings(findings, accepted));
  say(
    `${subject}: ${checks} checks, ${findings.length} findings, ${faults.length === 0 ? "all of them accepted with a reason" : `${faults.length} that differ from what is accepted`}.`,
  );
  return faults;
}

function inFolder(scan: (folder: string) => CheckovReport): CheckovReport {
  const folder = mkdtempSync(join(tmpdir(), "kite-scan-"));
  try {
    return scan(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
