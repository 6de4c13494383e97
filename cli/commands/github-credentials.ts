import { usageError } from "../../settings/command-line";
import { readSettings } from "../../settings/settings";
import { runScript } from "../command";
import {
  deleteCredentials,
  ENTERPRISE_SCOPES,
  importCredential,
  listCredentials,
  SCOPES,
} from "../github/github-credential";

const usage = `npm run github-credentials -- import | list | delete [--yes]
Manages the token with which CodeBuild reads GitHub, or the GitHub Enterprise server of gitRepositoryUrl. There is one
of each kind for an account and region, whatever the deployment.
  import    gives it the token GITHUB_TOKEN of .env, in place of the one it has
  list      tells what is there; a token is never shown
  delete    takes it away, with --yes; a sandbox leaves it
${SCOPES}
${ENTERPRISE_SCOPES}`;

const ACTIONS = { import: importCredential, list: listCredentials, delete: deleteCredentials };

runScript({ usage, flags: ["yes"], arguments: ["action"] }, (flags, action = "") => {
  const run = Object.entries(ACTIONS).find(([name]) => name === action)?.[1];
  if (run === undefined) {
    throw usageError(`Got "${action}"; wanted ${Object.keys(ACTIONS).join(", ")}`, usage);
  }
  return run(readSettings(), flags.has("yes"));
});
