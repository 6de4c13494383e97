import { GetParameterCommand, ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import { PhysicalNames } from "../constructs/physical-names";
import type { Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { parameterClient } from "./aws-clients";

/**
 * Checks that each stage's bot token lies in the parameter store; its value is not asked for in plain text.
 * @throws UserError naming each parameter that is missing and the command that puts it there
 */
export async function requireBotTokens(settings: Settings): Promise<void> {
  const { deployment } = settings;
  const names = PhysicalNames.of(deployment);
  const client = parameterClient(settings);
  const missing: string[] = [];
  for (const { name } of deployment.stages) {
    if (!(await exists(client, names.botTokenParameter(name)))) {
      missing.push(name);
    }
  }
  if (missing.length > 0) {
    const commands = missing.map((name) => `  npm run secrets -- ${name}`);
    throw new UserError(
      `No bot token for ${missing.map((name) => names.botTokenParameter(name)).join(", ")}. Get one from @BotFather, one bot a stage, write it into .env as TELEGRAM_BOT_TOKEN, and put it there:\n${commands.join("\n")}`,
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
