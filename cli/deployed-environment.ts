import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { type FunctionRole, PhysicalNames } from "../constructs/account/physical-names";
import { liveAlias } from "../constructs/functions/lambda-function";
import { UserError } from "../constructs/user-error";
import type { Settings } from "../settings/settings";
import { requireCredentials } from "./account";
import { explained, functionClient, ifThere } from "./aws-clients";
import { stageNamed } from "./stage-argument";

/** Environment of a deployed function that has at least the named variables. */
type Environment<Name extends string> = Readonly<Record<Name, string>> & Readonly<Record<string, string>>;

/**
 * Reads the environment variables of a function of a deployed stage.
 * @param names variables that the command requires
 * @param alternative another way to continue, as a clause that follows "or"
 * @throws UserError if the deployment has no such stage, the stage is not deployed, or a variable is missing
 */
export async function deployedEnvironment<const Name extends string>(
  settings: Settings,
  stage: string,
  role: FunctionRole,
  names: readonly Name[],
  alternative?: string,
): Promise<Environment<Name>> {
  const { name } = stageNamed(settings, stage);
  await requireCredentials(settings, alternative);
  const functionName = PhysicalNames.of(settings.deployment).function(name, role);
  const or = alternative === undefined ? "" : `, or ${alternative}`;
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: liveAlias });
  const configuration = await explained(
    ifThere(functionClient(settings).send(command), "ResourceNotFoundException"),
    ({ message }) =>
      `The environment of ${functionName} cannot be read: ${message}. Use credentials with lambda:GetFunctionConfiguration${or}.`,
  );
  if (configuration === undefined) {
    throw new UserError(
      `There is no function ${functionName}, so the stage is not deployed. Deploy it with "npm run deploy-kite"${or}.`,
    );
  }
  const environment = configuration.Environment?.Variables ?? {};
  const missing = names.filter((variable) => !environment[variable]);
  if (missing.length > 0) {
    throw new UserError(
      `The environment of ${functionName} lacks ${missing.join(" and ")}: deploy the stage again${or}.`,
    );
  }
  return environment as Environment<Name>;
}
