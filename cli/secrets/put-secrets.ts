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

/** A secret that `.env` has. */
type GivenSecret = PlacedSecret & { readonly value: string };

/**
 * Puts what `.env` says of a place where it is read, then has a stage's webhook follow its bot's token.
 * @param placeName a stage, or `app`
 * @param meant prod may be touched
 * @throws UserError what is in the way
 */
export async function putSecrets(settings: Settings, placeName: string, meant: boolean): Promise<void> {
  const place = placeNamed(settings, placeName);
  const secrets = secretsAt(settings, place);
  const used = secrets.filter((placed) => placed.used);
  const given = used.filter((placed): placed is GivenSecret => placed.value !== undefined);
  if (used.length === 0) {
    throw new UserError(`There is nothing to put: ${whyUnused(settings, secrets)}`);
  }
  if (given.length === 0) {
    throw new UserError(describeWanted(used.map(({ secret }) => secret.variable)));
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

function describeWanted(variables: readonly SecretVariable[]): string {
  const wanted = variables.map((name) => {
    const help = variableTable[name];
    return `  - ${name}: wanted ${help.wanted}. Where: ${help.where}.`;
  });
  return `There is nothing to put: .env sets none of ${variables.join(", ")}. Copy .env.example.txt to .env and write there:\n${wanted.join("\n")}`;
}

function announce(settings: Settings, place: string, secrets: readonly PlacedSecret[]): void {
  const where = place === "app" ? "what all of it uses" : `stage ${place}`;
  say(`Deployment ${settings.deployment.name}, ${where}: ${placeOf(settings)}.`);
  for (const { secret, parameter, used, value } of secrets) {
    if (used && value !== undefined) {
      say(`To do: ${secret.title} from ${secret.variable} to ${parameter}.`);
    } else if (used) {
      say(`Left as it is: ${parameter}, for .env does not set ${secret.variable}.`);
    } else if (value !== undefined) {
      say(`Left out: ${secret.variable}, for it is read when ${secret.usedWhen}.`);
    }
  }
}

/** Looks at every stage of the region, of sandboxes and other deployments too. */
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
      `Nothing was stored: ${secret.title} in ${secret.variable} is that of ${used.join(", ")} already; wanted one of its own for ${parameter}, for a bot has one webhook. Make another bot with @BotFather (/newbot).`,
    );
  }
}

async function putOne(parameters: Parameters, { secret, parameter, value }: GivenSecret): Promise<void> {
  if ((await parameters.find(parameter)) === value) {
    return say(`${parameter}: is this one already.`);
  }
  const version = await parameters.put(parameter, value);
  say(`${parameter}: stored as version ${version ?? "?"}. ${secret.takenUp}`);
}

const failureText = jsonText.pipe(z.object({ errorMessage: z.string() }));

/** Has the stage's lifecycle handler set the webhook anew, with the secret that belongs to the token at hand. */
async function follow(settings: Settings, stage: string): Promise<void> {
  const handler = PhysicalNames.of(settings.deployment).function(stage, "lifecycle-handler");
  const failed = ({ message }: Pick<Error, "message">) =>
    `The token is stored, and ${handler} could not set the webhook: ${message}. Telegram's old secret is taken for ten minutes from now. Mend it (a wrong token: put the right one), then run the same command again.`;
  const command = new InvokeCommand({
    FunctionName: handler,
    Qualifier: liveAlias,
    Payload: JSON.stringify({ tf: { action: "update" } }),
  });
  const answer = functionClient(settings).send(command);
  const result = await explained(ifThere(answer, "ResourceNotFoundException"), failed);
  if (result?.FunctionError !== undefined) {
    const { data } = failureText.safeParse(new TextDecoder().decode(result.Payload));
    throw new UserError(failed({ message: data?.errorMessage ?? "the function failed and said nothing" }));
  }
  say(
    result === undefined
      ? `There is no ${handler} yet: the first deploy sets the webhook ("npm run deploy-kite").`
      : `${handler} has set the webhook.`,
  );
}
