import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import type { CommandResult } from "../command";
import { say } from "../output";
import type { CheckovReport } from "./checkov-report";
import { faultsOf } from "./compare-findings";
import { scanPlans } from "./scan-plans";
import { scanSecrets } from "./scan-secrets";

/** Compares checkov's findings in the stacks and in the tracked files with the accepted findings. */
export function scan(): CommandResult {
  const scans = [judge("plans", "The stacks", scanPlans), judge("secrets", "The tracked files", scanSecrets)];
  const faults = scans.flatMap((it) => it.faults);
  return { json: scans, ...(faults.length > 0 && { failure: faults.join("\n") }) };
}

function judge(scan: "plans" | "secrets", subject: string, work: (folder: string) => CheckovReport) {
  using folder = new TemporaryFolder("scan");
  const { checks, findings } = work(folder.path);
  const faults = faultsOf(scan, findings);
  say(
    `${subject}: ${checks} checks, ${findings.length} findings, ${faults.length === 0 ? "all accepted with a reason" : `${faults.length} differences from the accepted findings`}.`,
  );
  return { scan, checks, findings, faults };
}
