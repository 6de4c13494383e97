import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks the installed packages for known vulnerabilities.",
  details: `Runs npm audit --omit=dev. Fails if cli/security/accepted-findings.json does not list a vulnerability, or lists one that no
longer exists. If the registry returns no report, it prints a note and succeeds.`,
  json: "the findings",
  run: async () => (await import("../security/audit")).auditPackages(),
});
