import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks the installed packages for known vulnerabilities.",
  details: `Runs npm audit --omit=dev. Fails for a vulnerability that cli/security/accepted-findings.json does not list, and for a
listed one that is gone. A registry that gives no report is named and is no failure.`,
  json: "the findings",
  run: async () => (await import("../security/audit")).auditPackages(),
});
