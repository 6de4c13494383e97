import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the stack kite-build, with all builds.",
  details: `The functions keep running with their code. The following remain: the credential for GitHub
("npx kite github-credentials delete"), and the parameters that builds read ("npx kite secrets dev --delete", which
also deletes the bot token, and "npx kite secrets app --delete").`,
  run: async () => (await import("../deploy/build-deployment")).destroyBuild(),
});
