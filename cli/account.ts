import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { UserError } from "../constructs/user-error";
import { placeholderAccount } from "../settings/deployment-options";
import type { Settings } from "../settings/settings";
import { explained, identityClient } from "./aws-clients";

/**
 * Checks that the deployment names an AWS account.
 * @param alternative another way to continue, as a clause that follows "or"
 * @throws UserError if the account is the placeholder of the committed file
 */
export function requireRealAccount({ deployment, variables }: Settings, alternative?: string): void {
  if (deployment.account === placeholderAccount && variables.AWS_ENDPOINT_URL === undefined) {
    const emulator = "set AWS_ENDPOINT_URL to use an emulator";
    const others = alternative === undefined ? ` or ${emulator}` : ` ${emulator}, or ${alternative}`;
    throw new UserError(
      `account (deployments/${deployment.name}.json): expected the 12 digits of your AWS account, received the placeholder ${placeholderAccount}. "aws sts get-caller-identity" prints your account. Set it there,${others}.`,
    );
  }
}

/**
 * Checks that the AWS credentials belong to the account of the deployment, before the SDK sends requests. Terraform's
 * provider and backend have their own check. The check is skipped for an emulator, because it has no real account.
 * @param alternative another way to continue without an account, as a clause that follows "or"
 * @throws UserError if they belong to another account, or if there are none
 */
export async function requireCredentials(settings: Settings, alternative?: string): Promise<void> {
  const { deployment, variables } = settings;
  requireRealAccount(settings, alternative);
  if (variables.AWS_ENDPOINT_URL !== undefined) {
    return;
  }
  requireOwnAccount(deployment, await findCaller(settings));
}

/** The identity that AWS sees behind the credentials. */
export interface Caller {
  readonly account: string;
  /** ARN of the user, or of the session of a role. */
  readonly arn: string;
}

/**
 * Asks AWS whose credentials these are. It needs no permission.
 * @throws UserError if there are no credentials, or AWS does not accept them
 */
export async function findCaller(settings: Settings): Promise<Caller> {
  const question = identityClient(settings).send(new GetCallerIdentityCommand({}));
  const { Account: account = "", Arn: arn = "" } = await explained(question, unknownCaller);
  return { account, arn };
}

/**
 * Checks that the caller belongs to the account of the deployment.
 * @throws UserError if it belongs to another account
 */
export function requireOwnAccount(deployment: Settings["deployment"], { account }: Caller): void {
  if (account !== deployment.account) {
    throw new UserError(
      `AWS credentials: expected account ${deployment.account} of deployments/${deployment.name}.json, received account ${account}. Choose other credentials, for example with AWS_PROFILE, or another file with KITE_DEPLOYMENT.`,
    );
  }
}

/** Describes a request that failed because AWS did not respond or rejected the credentials. */
export function unknownCaller({ message }: Error): string {
  return `AWS did not accept the credentials: ${message.replace(/\.$/, "")}. Log in, for example with "aws sso login", and check with "aws sts get-caller-identity".`;
}
