import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Deploys the stack kite-build: the pipeline.",
  details: `The stack contains the bucket with the initial code of the functions, the build projects, and the drift check. Deploy it
before kite if the deployment has "code": "build". Prints the plan first. CodeBuild needs a credential for GitHub:
npx kite github-credentials import.`,
  run: async () => (await import("../deploy/build-deployment")).deployBuild(),
});
