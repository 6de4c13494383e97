import { GetParameterCommand, ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { parameterClient } from "../aws-clients";
import { ask, isInteractive } from "../confirm";
import { say } from "../output";
import { commandFor, type PlacedSecret, placesOf, secretsAt } from "./place";
import { putSecrets } from "./put-secrets";
import type { Secret } from "./secret-table";

/**
 * Checks that what a stack's functions and builds read is in the parameter store; no value is asked for in plain text.
 * What the stack can be deployed without is told, for its part does nothing until it is there.
 * @throws UserError naming each parameter that the stack cannot be without and the command that puts it there
 */
export async function requireSecrets(settings: Settings, reader: Secret["reader"]): Promise<void> {
  const missing = await missingSecrets(settings, reader);
  for (const { secret, place, parameter } of missing.filter((it) => !it.secret.required)) {
    say(
      `There is no parameter ${parameter} yet; ${secret.purpose}. Write ${secret.variable} into .env, then: ${commandFor(place)}`,
    );
  }
  const needed = missing.filter(({ secret }) => secret.required);
  if (needed.length > 0) {
    throw new UserError(
      `${reader} cannot be deployed without:\n${needed.map(remedy).join("\n")}\nEach command puts what .env says at that time.`,
    );
  }
}

/**
 * Puts each bot's token that is missing where its functions read it, from `.env`. For prod it asks, unless that is
 * meant; without a terminal it leaves prod's for {@link requireSecrets} to name.
 * @param yes prod may be touched
 * @throws UserError what is in the way, for example a token that another stage has
 */
export async function provideTokens(settings: Settings, yes: boolean): Promise<void> {
  for (const { secret, place, parameter } of await missingSecrets(settings, "kite")) {
    const given = secret.ofBot && settings.variables[secret.variable] !== undefined;
    if (given && (place !== "prod" || yes || (await wantsProdToken(secret.variable, parameter)))) {
      await putSecrets(settings, place, true);
    }
  }
}

async function wantsProdToken(variable: string, parameter: string): Promise<boolean> {
  return isInteractive() && ask(`Puts ${variable} of .env to ${parameter}.`);
}

function remedy({ secret, place, parameter }: PlacedSecret): string {
  const { where } = variableTable[secret.variable];
  const one = secret.ofBot ? ", one bot a stage" : "";
  return `  - ${parameter}, ${secret.title}. Where: ${where}${one}. Write it into .env as ${secret.variable}, then:\n    ${commandFor(place)}`;
}

async function missingSecrets(
  settings: Settings,
  reader: Secret["reader"],
): Promise<readonly PlacedSecret[]> {
  const client = parameterClient(settings);
  const missing: PlacedSecret[] = [];
  for (const placed of placesOf(settings).flatMap((place) => secretsAt(settings, place))) {
    const wanted = placed.used && placed.secret.reader === reader;
    if (wanted && !(await exists(client, placed.parameter))) {
      missing.push(placed);
    }
  }
  return missing;
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
