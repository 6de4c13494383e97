import { spawnSync } from "node:child_process";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { runScript, say } from "../command";
import { readAuditReport } from "../security/audit-report";
import { compareFindings, describeComparison } from "../security/compare-findings";
import { readAcceptedFindings } from "../security/finding";

const TIMEOUT_SECONDS = 120;

const usage = `npm run audit
Asks the npm registry about known faults of the packages that run (npm audit --omit=dev). Fails at one that
cli/security/accepted-findings.json does not hold, and at one that it holds and that is gone. A registry that gives no
report is told and is no failure.`;

runScript({ usage, flags: [] }, () => {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    cwd: REPOSITORY,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: TIMEOUT_SECONDS * 1_000,
  });
  const findings = readAuditReport(stdout ?? "");
  if (findings === undefined) {
    return say("The registry gave no report about the packages: they are not checked for known faults.");
  }
  const accepted = readAcceptedFindings().filter(({ scan }) => scan === "packages");
  const faults = describeComparison(compareFindings(findings, accepted));
  if (faults.length > 0) {
    throw new UserError(faults.join("\n"));
  }
  say(`The packages: ${findings.length} known faults, all of them accepted with a reason.`);
});
