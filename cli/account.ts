import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { UserError } from "../constructs/user-error";
import { placeholderAccount } from "../settings/deployment-options";
import type { Settings } from "../settings/settings";
import { identityClient } from "./aws-clients";

/**
 * Checks that the deployment names an account of AWS.
 * @throws UserError when it is the placeholder of the committed example
 */
export function requireRealAccount({ deployment, variables }: Settings): void {
  if (deployment.account === placeholderAccount && variables.AWS_ENDPOINT_URL === undefined) {
    throw new UserError(
      `account (deployments/${deployment.name}.json): got the placeholder ${placeholderAccount}; wanted the 12 digits of your AWS account. "aws sts get-caller-identity" says it; set it there, or set AWS_ENDPOINT_URL to use an emulator.`,
    );
  }
}

/**
 * Checks that the credentials at hand belong to the deployment's account. What Terraform does is guarded by its
 * provider and its backend; this is for what the SDK does. An emulator is not asked: it has no account of yours.
 * @throws UserError when they belong to another, or when there are none
 */
export async function requireCredentials(settings: Settings): Promise<void> {
  const { deployment, variables } = settings;
  requireRealAccount(settings);
  if (variables.AWS_ENDPOINT_URL !== undefined) {
    return;
  }
  const account = await callerAccount(settings);
  if (account !== deployment.account) {
    throw new UserError(
      `The AWS credentials belong to account ${account}; wanted ${deployment.account}, the account of deployments/${deployment.name}.json. Choose others, for example with AWS_PROFILE, or another file with KITE_DEPLOYMENT.`,
    );
  }
}

async function callerAccount(settings: Settings): Promise<string | undefined> {
  try {
    return (await identityClient(settings).send(new GetCallerIdentityCommand({}))).Account;
  } catch (error) {
    throw unknownCaller(error);
  }
}

/** The error of a request that AWS did not answer, or answered with a refusal of the credentials. */
export function unknownCaller(error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `AWS does not say whose credentials these are: ${reason.replace(/\.$/, "")}. Log in, for example with "aws sso login", and check with "aws sts get-caller-identity".`,
    { cause: error },
  );
}
