import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the stack kite-build, with everything that was built.",
  details: `The functions keep running with the code they have. These stay: the credential for GitHub
("npx kite github-credentials delete"), and the parameters that builds read ("npx kite secrets dev --delete", which
deletes the bot's token too, and "npx kite secrets app --delete").`,
  run: async () => (await import("../deploy/build-deployment")).destroyBuild(),
});
