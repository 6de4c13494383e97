import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { UserError } from "../constructs/user-error";
import { placeholderAccount } from "../settings/deployment-options";
import type { Settings } from "../settings/settings";
import { explained, identityClient } from "./aws-clients";

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
  const question = identityClient(settings).send(new GetCallerIdentityCommand({}));
  const { Account: account } = await explained(question, unknownCaller);
  if (account !== deployment.account) {
    throw new UserError(
      `The AWS credentials belong to account ${account}; wanted ${deployment.account}, the account of deployments/${deployment.name}.json. Choose others, for example with AWS_PROFILE, or another file with KITE_DEPLOYMENT.`,
    );
  }
}

/** Explains a request that AWS did not answer, or answered with a refusal of the credentials. */
export function unknownCaller({ message }: Error): string {
  return `AWS does not say whose credentials these are: ${message.replace(/\.$/, "")}. Log in, for example with "aws sso login", and check with "aws sts get-caller-identity".`;
}
