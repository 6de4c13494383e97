import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Deploys the stack kite-build: the pipeline.",
  details: `It holds the bucket with the code that functions start with, the builds, and the drift check. Deploy it before kite when
the deployment has "code": "build". The plan is shown first. CodeBuild needs a credential for GitHub:
npx kite github-credentials import.`,
  run: async () => (await import("../deploy/build-deployment")).deployBuild(),
});
