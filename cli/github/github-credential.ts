import {
  type CodeBuildClient,
  DeleteSourceCredentialsCommand,
  ImportSourceCredentialsCommand,
  ListSourceCredentialsCommand,
} from "@aws-sdk/client-codebuild";
import { gitServerOf, tokensPage } from "../../constructs/pipeline/git-server";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { requireCredentials } from "../account";
import { buildClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { readSettingsWithWarnings } from "../warned-settings";
import { enterpriseScopes, neededScopes } from "./scopes";

/** The server that the deployment builds from. */
type Server = ReturnType<typeof serverOf>;

function serverOf({ deployment }: Settings) {
  const url = deployment.gitRepositoryUrl;
  const type = gitServerOf(url);
  const enterprise = type === "GITHUB_ENTERPRISE";
  return {
    type,
    title: enterprise ? `GitHub Enterprise (${new URL(url).host})` : "GitHub",
    tokensPage: tokensPage(url),
    scopes: enterprise ? enterpriseScopes : neededScopes,
  };
}

/**
 * Stores, lists or deletes the credential of the server that the deployment builds from.
 * @param action `import`, `list` or `delete`.
 * @throws UserError when a precondition is not met
 */
export async function manageCredentials(action: string, meant: boolean): Promise<void> {
  const settings = readSettingsWithWarnings();
  if (action === "import") {
    return importCredential(settings);
  }
  return action === "list" ? listCredentials(settings) : deleteCredentials(settings, meant);
}

/**
 * Stores the token of `.env` in CodeBuild. It replaces a stored token, because an account has only one in each region.
 * @throws UserError when a precondition is not met
 */
async function importCredential(settings: Settings): Promise<void> {
  const token = settings.variables.GITHUB_TOKEN;
  const server = serverOf(settings);
  if (token === undefined) {
    throw new UserError(
      `GITHUB_TOKEN is not set in .env or the environment: expected ${variableTable.GITHUB_TOKEN.expected}. Create one at ${server.tokensPage}.\n${server.scopes}`,
    );
  }
  await requireCredentials(settings);
  say(
    `To do: store GITHUB_TOKEN in CodeBuild (${placeOf(settings)}), for all its projects on ${server.title}.`,
  );
  const command = new ImportSourceCredentialsCommand({
    serverType: server.type,
    // BASIC_AUTH is only for Bitbucket:
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ImportSourceCredentials.html
    authType: "PERSONAL_ACCESS_TOKEN",
    token,
    shouldOverwrite: true,
  });
  const { arn } = await asked(buildClient(settings).send(command));
  say(`Done: ${arn}. Remove GITHUB_TOKEN from .env now. Nothing else reads it.`);
}

/**
 * Lists the credentials of CodeBuild for the server of the repository. CodeBuild never returns a token.
 * @throws UserError when a precondition is not met
 */
async function listCredentials(settings: Settings): Promise<void> {
  await requireCredentials(settings);
  const server = serverOf(settings);
  const found = await credentialsFor(server, buildClient(settings));
  say(
    found.length === 0
      ? `CodeBuild in ${placeOf(settings)} has no credential for ${server.title}. Store one with "npx kite github-credentials import".`
      : found.map(({ arn, authType }) => `${arn} (${authType})`).join("\n"),
  );
}

/**
 * Deletes the credential of CodeBuild for the server. An account has only one credential in each region, so a sandbox
 * must not delete it.
 * @param meant Whether the deletion is confirmed.
 * @throws UserError when a precondition is not met
 */
async function deleteCredentials(settings: Settings, meant: boolean): Promise<void> {
  if (settings.variables.KITE_SANDBOX !== undefined) {
    throw new UserError(
      `KITE_SANDBOX: expected no value, received "${settings.variables.KITE_SANDBOX}". An account has one credential for each region, and the main deployment needs it. To delete it, leave KITE_SANDBOX empty.`,
    );
  }
  await requireCredentials(settings);
  const client = buildClient(settings);
  const server = serverOf(settings);
  const found = await credentialsFor(server, client);
  if (found.length === 0) {
    return say(
      `CodeBuild in ${placeOf(settings)} has no credential for ${server.title}, so there is nothing to delete.`,
    );
  }
  say(
    `To do: delete ${found.map(({ arn }) => arn).join(", ")}. Afterwards no project in ${placeOf(settings)} can read ${server.title}.`,
  );
  if (!meant) {
    throw new UserError("Nothing changed. Add --yes to continue.");
  }
  for (const { arn } of found) {
    await asked(client.send(new DeleteSourceCredentialsCommand({ arn })));
  }
  say(`Done. The token itself is still valid: revoke it at ${server.tokensPage}.`);
}

/**
 * Checks that CodeBuild has a credential to read the repository and to create its webhooks.
 * @throws UserError that names the command to store a credential
 */
export async function requireCredential(settings: Settings): Promise<void> {
  const server = serverOf(settings);
  const found = await credentialsFor(server, buildClient(settings));
  if (found.length === 0) {
    const lost = server.type === "GITHUB" ? "no webhook can be created" : "no build can read the repository";
    throw new UserError(
      `CodeBuild in ${placeOf(settings)} has no credential for ${server.title}, so ${lost}. Set a token as GITHUB_TOKEN in .env, and store it once for the account and region with: npx kite github-credentials import.\n${server.scopes}`,
    );
  }
}

async function credentialsFor({ type }: Server, client: CodeBuildClient) {
  const { sourceCredentialsInfos: all = [] } = await asked(client.send(new ListSourceCredentialsCommand({})));
  return all.filter(({ serverType }) => serverType === type);
}

/** Waits for a response of CodeBuild. An error may quote the request with the token, so only its name is reported. */
function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    const name = error instanceof Error ? error.name : "an unknown error";
    throw new UserError(
      `CodeBuild rejected the request: ${name}. Your AWS credentials need codebuild:ListSourceCredentials, ImportSourceCredentials and DeleteSourceCredentials. CodeBuild also rejects a token that the server does not know.`,
    );
  });
}
