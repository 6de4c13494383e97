import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks the cloud stacks and the tracked files with checkov.",
  details: `Scans the stacks of deployments/everything.json, and looks for secrets in the tracked files. Fails for a finding that
cli/security/accepted-findings.json does not list, and for a listed one that is gone. cli/fetch-checkov.sh installs
checkov.`,
  json: "the findings",
  run: async () => (await import("../security/scan")).scan(),
});
