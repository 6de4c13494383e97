import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { explained, ifThere, parameterClient } from "../aws-clients";
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
  for (const { secret, parameter } of missing.filter((it) => !it.secret.required)) {
    say(
      `There is no parameter ${parameter} yet; ${secret.purpose}. Write ${secret.variable} into .env, then: ${commandFor(secret.owner)}`,
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
  for (const { secret, parameter, value } of await missingSecrets(settings, "kite")) {
    const isWanted = async () =>
      isInteractive() && (await ask(`Puts ${secret.variable} of .env to ${parameter}.`));
    const isMeant = async () => secret.owner !== "prod" || yes || (await isWanted());
    if (secret.ofBot && value !== undefined && (await isMeant())) {
      await putSecrets(settings, secret.owner, true);
    }
  }
}

function remedy({ secret, parameter }: PlacedSecret): string {
  const { where } = variableTable[secret.variable];
  const one = secret.ofBot ? ", one bot a stage" : "";
  return `  - ${parameter}, ${secret.title}. Where: ${where}${one}. Write it into .env as ${secret.variable}, then:\n    ${commandFor(secret.owner)}`;
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
  const answer = client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
  const found = await explained(
    ifThere(answer, "ParameterNotFound"),
    ({ message }) =>
      `The parameter ${name} cannot be looked up: ${message}. Check your AWS credentials with "aws sts get-caller-identity".`,
  );
  return found !== undefined;
}
