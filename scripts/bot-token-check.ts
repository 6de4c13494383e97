import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { PhysicalNames } from "../constructs/physical-names";
import type { Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";

/**
 * Checks that each stage's bot token lies in the parameter store; its value is not asked for in plain text.
 * @throws UserError naming each parameter that is missing and the command that puts it there
 */
export async function requireBotTokens(settings: Settings): Promise<void> {
  const { deployment, awsEndpointUrl } = settings;
  // The SDK is pinned, so what a later one will want of Node is nothing that an operator can act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const names = PhysicalNames.of(deployment);
  const client = new SSMClient({
    region: deployment.region,
    ...(awsEndpointUrl && { endpoint: awsEndpointUrl }),
  });
  const missing: string[] = [];
  for (const { name } of deployment.stages) {
    const parameter = names.botTokenParameter(name);
    if (!(await exists(client, parameter))) {
      missing.push(parameter);
    }
  }
  if (missing.length > 0) {
    throw new UserError(
      `No bot token for ${missing.join(", ")}. Get one from @BotFather, one bot a stage, and put it there:\n${missing
        .map((parameter) => `  ${putCommand(parameter, deployment.region)}`)
        .join("\n")}`,
    );
  }
}

async function exists(client: SSMClient, name: string): Promise<boolean> {
  try {
    await client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    return true;
  } catch (error) {
    if (error instanceof ParameterNotFound) {
      return false;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The parameter ${name} cannot be looked up: ${reason}. Check your AWS credentials with "aws sts get-caller-identity".`,
      { cause: error },
    );
  }
}

/** The shell asks for the token, so that it stands in no history of commands. */
function putCommand(parameter: string, region: string): string {
  return `read -rs TOKEN && aws ssm put-parameter --region ${region} --type SecureString --name ${parameter} --value "$TOKEN"`;
}
