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
 * Checks that the parameter store has the secrets that a stack's functions and builds read. No value is decrypted.
 * A missing optional secret is reported, because the feature that reads it does nothing until it is stored.
 * @throws UserError that names each missing required parameter, and the command that stores it
 */
export async function requireSecrets(settings: Settings, reader: Secret["reader"]): Promise<void> {
  const missing = await missingSecrets(settings, reader);
  for (const { secret, parameter } of missing.filter((it) => !it.secret.required)) {
    say(
      `The parameter ${parameter} is not stored yet: ${secret.purpose}. Set ${secret.variable} in .env, then run: ${commandFor(secret.owner)}`,
    );
  }
  const needed = missing.filter(({ secret }) => secret.required);
  if (needed.length > 0) {
    throw new UserError(
      `${reader} cannot be deployed without:\n${needed.map(remedy).join("\n")}\nEach command stores the values that .env has when it runs.`,
    );
  }
}

/**
 * Stores each bot token from `.env` that is missing in the parameter store. It asks before it stores the token of prod.
 * Without a terminal it skips prod, and {@link requireSecrets} names the missing token.
 * @param yes Whether to store the token of prod without asking.
 * @throws UserError when a precondition is not met, for example if another stage has the same token
 */
export async function provideTokens(settings: Settings, yes: boolean): Promise<void> {
  for (const { secret, parameter, value } of await missingSecrets(settings, "kite")) {
    const isWanted = async () =>
      isInteractive() && (await ask(`This stores ${secret.variable} of .env in ${parameter}.`));
    const isMeant = async () => secret.owner !== "prod" || yes || (await isWanted());
    if (secret.ofBot && value !== undefined && (await isMeant())) {
      await putSecrets(settings, secret.owner, true);
    }
  }
}

function remedy({ secret, parameter }: PlacedSecret): string {
  const { where } = variableTable[secret.variable];
  const one = secret.ofBot ? ". Each stage needs its own bot" : "";
  return `  - ${parameter}, ${secret.title}. Source: ${where}${one}. Set it in .env as ${secret.variable}, then run:\n    ${commandFor(secret.owner)}`;
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
      `The parameter ${name} cannot be read: ${message}. Check your AWS credentials with "aws sts get-caller-identity".`,
  );
  return found !== undefined;
}
