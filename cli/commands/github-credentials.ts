import { defineCommand } from "../command";
import { enterpriseScopes, neededScopes } from "../github/scopes";

export const command = defineCommand({
  group: "pipeline",
  summary: "Manages the token with which CodeBuild reads GitHub.",
  details: `Manages the token of the GitHub Enterprise server if gitRepositoryUrl names one. An account has one token in each region for each kind of server. All its deployments share it.
  import    stores GITHUB_TOKEN of .env, and replaces a stored token
  list      lists the stored credentials without their tokens
  delete    deletes the credential; needs --yes, and fails in a sandbox
${neededScopes}
${enterpriseScopes}`,
  arguments: { action: { help: "action", choices: ["import", "list", "delete"] } },
  options: { yes: { help: "required to delete" } },
  run: async ({ action }, { yes }) =>
    (await import("../github/github-credential")).manageCredentials(action, yes),
});
