import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks the cloud stacks and the tracked files with checkov.",
  details: `Scans the stacks of deployments/everything.json, and searches the tracked files for secrets. Fails if
cli/security/accepted-findings.json does not list a finding, or lists one that no longer exists. cli/fetch-checkov.sh
installs checkov.`,
  json: "the findings",
  run: async () => (await import("../security/scan")).scan(),
});
