import { PhysicalNames } from "../../constructs/physical-names";
import type { Settings } from "../../settings/settings";
import { UserError } from "../../settings/user-error";
import { requireCredentials } from "../account";
import { functionClient, parameterClient } from "../aws-clients";
import { say } from "../command";
import { placeOf, refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { followToken } from "./follow-token";
import { Parameters } from "./parameters";
import { SECRETS, type Secret } from "./secret-table";

/**
 * Puts the secrets of `.env` where a stage reads them, then has its webhook follow.
 * @throws UserError what is in the way
 */
export async function putSecrets(settings: Settings, stageName: string, meant: boolean): Promise<void> {
  const stage = stageNamed(settings, stageName).name;
  const names = PhysicalNames.of(settings.deployment);
  const given = SECRETS.flatMap((secret) => withValue(secret, settings));
  refuseNone(given);
  say(`Deployment ${settings.deployment.name}, stage ${stage}: ${placeOf(settings)}.`);
  for (const { secret } of given) {
    say(`To do: ${secret.title} from ${secret.variable} to ${secret.parameter(names, stage)}.`);
  }
  refuseProdUnlessMeant(stage, meant);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  for (const { secret, value } of given) {
    const name = secret.parameter(names, stage);
    if (secret.unique) await refuseUsedElsewhere(parameters, secret, name, value);
    await putOne(parameters, name, value);
  }
  const handler = names.function(stage, "lifecycle-handler");
  const followed = await followToken(functionClient(settings), handler);
  say(
    followed === "set"
      ? `${handler} has set the webhook. Running functions take the new token within five minutes, or as soon as Telegram refuses the old one.`
      : `There is no ${handler} yet: the first deploy sets the webhook ("npm run deploy-kite").`,
  );
}

/** Tells which secrets a stage has, without their values. */
export async function listSecrets(settings: Settings, stageName: string): Promise<void> {
  const stage = stageNamed(settings, stageName).name;
  const names = PhysicalNames.of(settings.deployment);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  for (const secret of SECRETS) {
    const name = secret.parameter(names, stage);
    const facts = (await parameters.search(name)).find((found) => found.name === name);
    say(
      facts === undefined
        ? `${name}: none; npm run secrets -- ${stage}`
        : `${name}: version ${facts.version ?? "?"}, changed ${facts.changed?.toISOString() ?? "?"}`,
    );
  }
}

/** Takes the secrets of a stage away. The stage cannot answer until others are put there. */
export async function deleteSecrets(settings: Settings, stageName: string, meant: boolean): Promise<void> {
  const stage = stageNamed(settings, stageName).name;
  const names = PhysicalNames.of(settings.deployment);
  const parameterNames = SECRETS.map((secret) => secret.parameter(names, stage));
  say(`To do: delete ${parameterNames.join(", ")} (${placeOf(settings)}).`);
  refuseProdUnlessMeant(stage, meant);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  for (const name of parameterNames) {
    say((await parameters.delete(name)) ? `${name}: deleted.` : `${name}: was not there.`);
  }
}

function withValue(secret: Secret, settings: Settings) {
  const value = secret.value(settings);
  return value === undefined ? [] : [{ secret, value }];
}

function refuseNone(given: readonly unknown[]): void {
  if (given.length === 0) {
    throw new UserError(
      `There is nothing to put: .env sets none of ${SECRETS.map(({ variable }) => variable).join(", ")}. Copy .env.example.txt to .env and write the bot's token there; @BotFather gives one, one bot a stage.`,
    );
  }
}

/** Looks at every stage of the region, of sandboxes and other deployments too. */
async function refuseUsedElsewhere(
  parameters: Parameters,
  secret: Secret,
  name: string,
  value: string,
): Promise<void> {
  const lastPart = name.slice(name.lastIndexOf("/"));
  const others = (await parameters.search(lastPart)).map((facts) => facts.name);
  const used = await parameters.holding(
    value,
    others.filter((other) => other !== name && other.endsWith(lastPart)),
  );
  if (used.length > 0) {
    throw new UserError(
      `Nothing was stored: ${secret.title} in ${secret.variable} is that of ${used.join(", ")} already; wanted one of its own for ${name}, for a bot has one webhook. Make another bot with @BotFather (/newbot).`,
    );
  }
}

async function putOne(parameters: Parameters, name: string, value: string): Promise<void> {
  if ((await parameters.find(name)) === value) {
    return say(`${name}: is this one already.`);
  }
  const version = await parameters.put(name, value);
  say(`${name}: stored as version ${version ?? "?"}.`);
}
