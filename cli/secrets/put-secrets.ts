import { InvokeCommand } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { liveAlias } from "../../constructs/functions/lambda-function";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { requireCredentials } from "../account";
import { explained, functionClient, ifThere, parameterClient } from "../aws-clients";
import { jsonText } from "../json-text";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { Parameters } from "./parameters";
import { type PlacedSecret, placeNamed, refusePlaceUnlessMeant, secretsAt, whyUnused } from "./place";
import type { SecretVariable } from "./secret-table";

/** A secret that `.env` sets. */
type GivenSecret = PlacedSecret & { readonly value: string };

/**
 * Stores the secrets of a place from `.env`. After storing a bot token, it sets the webhook of the stage.
 * @param placeName Name of a stage, or `app`.
 * @param meant Whether prod may be changed.
 * @throws UserError when a precondition is not met
 */
export async function putSecrets(settings: Settings, placeName: string, meant: boolean): Promise<void> {
  const place = placeNamed(settings, placeName);
  const secrets = secretsAt(settings, place);
  const used = secrets.filter((placed) => placed.used);
  const given = used.filter((placed): placed is GivenSecret => placed.value !== undefined);
  if (used.length === 0) {
    throw new UserError(`There is nothing to store: ${whyUnused(settings, secrets)}`);
  }
  if (given.length === 0) {
    throw new UserError(describeExpected(used.map(({ secret }) => secret.variable)));
  }
  announce(settings, place, secrets);
  refusePlaceUnlessMeant(settings, place, meant);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  const tokens = given.filter(({ secret }) => secret.ofBot);
  for (const token of tokens) {
    await refuseUsedElsewhere(parameters, token);
  }
  for (const one of given) {
    await putOne(parameters, one);
  }
  for (const { secret } of tokens) {
    await follow(settings, secret.owner);
  }
}

function describeExpected(variables: readonly SecretVariable[]): string {
  const expected = variables.map((name) => {
    const help = variableTable[name];
    return `  - ${name}: ${help.expected}. Source: ${help.where}.`;
  });
  return `There is nothing to store: .env sets none of ${variables.join(", ")}. Copy .env.example.txt to .env and set:\n${expected.join("\n")}`;
}

function announce(settings: Settings, place: string, secrets: readonly PlacedSecret[]): void {
  const where = place === "app" ? "secrets that all stages share" : `stage ${place}`;
  say(`Deployment ${settings.deployment.name}, ${where}: ${placeOf(settings)}.`);
  for (const { secret, parameter, used, value } of secrets) {
    if (used && value !== undefined) {
      say(`To do: store ${secret.title} from ${secret.variable} in ${parameter}.`);
    } else if (used) {
      say(`Unchanged: ${parameter}, because .env does not set ${secret.variable}.`);
    } else if (value !== undefined) {
      say(`Skipped: ${secret.variable}, which is read only when ${secret.usedWhen}.`);
    }
  }
}

/** Rejects a token of another stage in the region, which may belong to a sandbox or another deployment. */
async function refuseUsedElsewhere(
  parameters: Parameters,
  { secret, parameter, value }: GivenSecret,
): Promise<void> {
  const lastPart = parameter.slice(parameter.lastIndexOf("/"));
  const names = (await parameters.search(lastPart)).map(({ name }) => name);
  const others = names.filter((name) => name !== parameter && name.endsWith(lastPart));
  const used = await parameters.holding(value, others);
  if (used.length > 0) {
    throw new UserError(
      `Nothing was stored: ${used.join(", ")} already has the value of ${secret.variable}. ${parameter} needs the token of another bot, because a bot has one webhook. Create a bot with @BotFather (/newbot).`,
    );
  }
}

async function putOne(parameters: Parameters, { secret, parameter, value }: GivenSecret): Promise<void> {
  if ((await parameters.find(parameter)) === value) {
    return say(`${parameter}: unchanged, it already has this value.`);
  }
  const version = await parameters.put(parameter, value);
  say(`${parameter}: stored as version ${version ?? "?"}. ${secret.takenUp}`);
}

const failureText = jsonText.pipe(z.object({ errorMessage: z.string() }));

/** Invokes the lifecycle handler of a stage, which sets the webhook again with the secret for the new token. */
async function follow(settings: Settings, stage: string): Promise<void> {
  const handler = PhysicalNames.of(settings.deployment).function(stage, "lifecycle-handler");
  const failed = ({ message }: Pick<Error, "message">) =>
    `The token is stored, but ${handler} could not set the webhook: ${message}. The old webhook secret is accepted for ten more minutes. Fix the cause (for a wrong token, set the right one in .env), then run this command again.`;
  const command = new InvokeCommand({
    FunctionName: handler,
    Qualifier: liveAlias,
    Payload: JSON.stringify({ tf: { action: "update" } }),
  });
  const answer = functionClient(settings).send(command);
  const result = await explained(ifThere(answer, "ResourceNotFoundException"), failed);
  if (result?.FunctionError !== undefined) {
    const { data } = failureText.safeParse(new TextDecoder().decode(result.Payload));
    throw new UserError(failed({ message: data?.errorMessage ?? "the function failed without a message" }));
  }
  say(
    result === undefined
      ? `There is no function ${handler} yet. The first deploy sets the webhook ("npm run deploy-kite").`
      : `${handler} has set the webhook.`,
  );
}
