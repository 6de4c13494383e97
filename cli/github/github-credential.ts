import {
  type CodeBuildClient,
  DeleteSourceCredentialsCommand,
  ImportSourceCredentialsCommand,
  ListSourceCredentialsCommand,
} from "@aws-sdk/client-codebuild";
import { gitServerOf, tokensPage } from "../../constructs/pipeline/git-server";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { requireCredentials } from "../account";
import { buildClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { enterpriseScopes, neededScopes } from "./scopes";

/** The server that the deployment builds from. */
type Server = ReturnType<typeof serverOf>;

function serverOf({ deployment }: Settings) {
  const url = deployment.gitRepositoryUrl;
  const type = gitServerOf(url);
  const enterprise = type === "GITHUB_ENTERPRISE";
  return {
    type,
    // For a person.
    title: enterprise ? `GitHub Enterprise (${new URL(url).host})` : "GitHub",
    tokensPage: tokensPage(url),
    scopes: enterprise ? enterpriseScopes : neededScopes,
  };
}

/**
 * Stores, lists or deletes the credential of the server that the deployment builds from.
 * @param action `import`, `list` or `delete`
 * @throws UserError what is in the way
 */
export async function manageCredentials(action: string, meant: boolean): Promise<void> {
  const settings = readSettings();
  if (action === "import") {
    return importCredential(settings);
  }
  return action === "list" ? listCredentials(settings) : deleteCredentials(settings, meant);
}

/**
 * Gives CodeBuild the token of `.env`, in place of one that it has: there is one for an account and region.
 * @throws UserError what is in the way
 */
async function importCredential(settings: Settings): Promise<void> {
  const token = settings.variables.GITHUB_TOKEN;
  const server = serverOf(settings);
  if (token === undefined) {
    throw new UserError(
      `GITHUB_TOKEN is not set in .env or the environment; wanted ${variableTable.GITHUB_TOKEN.wanted}. Where: ${server.tokensPage}.\n${server.scopes}`,
    );
  }
  await requireCredentials(settings);
  say(
    `Gives CodeBuild in ${placeOf(settings)} the token GITHUB_TOKEN for all its projects on ${server.title}.`,
  );
  const command = new ImportSourceCredentialsCommand({
    serverType: server.type,
    // BASIC_AUTH is Bitbucket's: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ImportSourceCredentials.html
    authType: "PERSONAL_ACCESS_TOKEN",
    token,
    shouldOverwrite: true,
  });
  const { arn } = await asked(buildClient(settings).send(command));
  say(`Done: ${arn}. Take GITHUB_TOKEN out of .env now; nothing else reads it.`);
}

/**
 * Lists the credentials of CodeBuild for the server of the repository; it never returns a token.
 * @throws UserError what is in the way
 */
async function listCredentials(settings: Settings): Promise<void> {
  await requireCredentials(settings);
  const server = serverOf(settings);
  const found = await credentialsFor(server, buildClient(settings));
  say(
    found.length === 0
      ? `CodeBuild in ${placeOf(settings)} has no credential for ${server.title}; "npx kite github-credentials import" gives it one.`
      : found.map(({ arn, authType }) => `${arn} (${authType})`).join("\n"),
  );
}

/**
 * Deletes the credential of CodeBuild for the server. It is one for the account and region, so a sandbox leaves it.
 * @param meant without it nothing is done
 * @throws UserError what is in the way
 */
async function deleteCredentials(settings: Settings, meant: boolean): Promise<void> {
  if (settings.variables.KITE_SANDBOX !== undefined) {
    throw new UserError(
      `KITE_SANDBOX: got "${settings.variables.KITE_SANDBOX}"; wanted none: the credential is one for the account and region, and the deployment itself builds with it. Leave KITE_SANDBOX empty if it is to go.`,
    );
  }
  await requireCredentials(settings);
  const client = buildClient(settings);
  const server = serverOf(settings);
  const found = await credentialsFor(server, client);
  if (found.length === 0) {
    return say(`CodeBuild in ${placeOf(settings)} has no credential for ${server.title}; nothing to do.`);
  }
  say(
    `To do: take ${found.map(({ arn }) => arn).join(", ")} away; no project in ${placeOf(settings)} can read ${server.title} then.`,
  );
  if (!meant) {
    throw new UserError("Nothing was done: add --yes if it is meant.");
  }
  for (const { arn } of found) {
    await asked(client.send(new DeleteSourceCredentialsCommand({ arn })));
  }
  say(`Done. The token itself is still good: revoke it at ${server.tokensPage}.`);
}

/**
 * Checks that CodeBuild can read the repository and be told of what happens there.
 * @throws UserError with the command that gives it a credential
 */
export async function requireCredential(settings: Settings): Promise<void> {
  const server = serverOf(settings);
  const found = await credentialsFor(server, buildClient(settings));
  if (found.length === 0) {
    const lost = server.type === "GITHUB" ? "no webhook can be made" : "no build can read the repository";
    throw new UserError(
      `CodeBuild in ${placeOf(settings)} has no credential for ${server.title}, so ${lost}. Write a token into .env as GITHUB_TOKEN and give it to CodeBuild, once for an account and region: npx kite github-credentials import.\n${server.scopes}`,
    );
  }
}

async function credentialsFor({ type }: Server, client: CodeBuildClient) {
  const { sourceCredentialsInfos: all = [] } = await asked(client.send(new ListSourceCredentialsCommand({})));
  return all.filter(({ serverType }) => serverType === type);
}

/** What AWS says may quote the request, which holds the token: only the kind of error is told then. */
function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    const name = error instanceof Error ? error.name : "an unknown error";
    throw new UserError(
      `CodeBuild refused: ${name}. Your AWS credentials need codebuild:ListSourceCredentials, ImportSourceCredentials and DeleteSourceCredentials; a token is refused when the server does not know it.`,
    );
  });
}
