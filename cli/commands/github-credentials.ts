import { defineCommand } from "../command";
import { enterpriseScopes, neededScopes } from "../github/scopes";

export const command = defineCommand({
  group: "pipeline",
  summary: "Manages the token with which CodeBuild reads GitHub.",
  details: `Or the GitHub Enterprise server of gitRepositoryUrl. There is one token of each kind for an account and region, whatever
the deployment.
  import    stores GITHUB_TOKEN of .env, in place of the stored token
  list      lists what is stored; a token is never shown
  delete    deletes it, with --yes; a sandbox leaves it
${neededScopes}
${enterpriseScopes}`,
  arguments: { action: { help: "what to do", choices: ["import", "list", "delete"] } },
  options: { yes: { help: "required to delete" } },
  run: async ({ action }, { yes }) =>
    (await import("../github/github-credential")).manageCredentials(action, yes),
});
