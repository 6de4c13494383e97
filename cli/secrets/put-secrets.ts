import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { variableTable } from "../../settings/variables";
import { requireCredentials } from "../account";
import { functionClient, parameterClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { followToken } from "./follow-token";
import { Parameters } from "./parameters";
import { type PlacedSecret, placeNamed, refusePlaceUnlessMeant, secretsAt, whyUnused } from "./place";

/** A secret with what `.env` says. */
interface GivenSecret extends PlacedSecret {
  readonly value: string;
}

/**
 * Puts what `.env` says of a place where it is read, then has a stage's webhook follow its bot's token.
 * @param placeName a stage, or `app`
 * @param meant prod may be touched
 * @throws UserError what is in the way
 */
export async function putSecrets(settings: Settings, placeName: string, meant: boolean): Promise<void> {
  const place = placeNamed(settings, placeName);
  const secrets = secretsAt(settings, place);
  const given = secrets.filter(({ used }) => used).flatMap((placed) => withValue(placed, settings));
  refuseNone(settings, secrets, given);
  announce(settings, place, secrets, given);
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
  for (const { place: stage } of tokens) {
    await follow(settings, stage);
  }
}

function withValue(placed: PlacedSecret, settings: Settings): readonly GivenSecret[] {
  const value = settings.variables[placed.secret.variable];
  return value === undefined ? [] : [{ ...placed, value }];
}

function refuseNone(
  settings: Settings,
  secrets: readonly PlacedSecret[],
  given: readonly GivenSecret[],
): void {
  const used = secrets.filter((placed) => placed.used);
  if (used.length === 0) {
    throw new UserError(`There is nothing to put: ${whyUnused(settings, secrets)}`);
  }
  if (given.length === 0) {
    const wanted = used.map(({ secret: { variable } }) => {
      const help = variableTable[variable];
      return `  - ${variable}: wanted ${help.wanted}. Where: ${help.where}.`;
    });
    throw new UserError(
      `There is nothing to put: .env sets none of ${used.map(({ secret }) => secret.variable).join(", ")}. Copy .env.example.txt to .env and write there:\n${wanted.join("\n")}`,
    );
  }
}

function announce(
  settings: Settings,
  place: string,
  secrets: readonly PlacedSecret[],
  given: readonly GivenSecret[],
): void {
  const where = place === "app" ? "what all of it uses" : `stage ${place}`;
  say(`Deployment ${settings.deployment.name}, ${where}: ${placeOf(settings)}.`);
  for (const { secret, parameter, used } of secrets) {
    if (given.some((one) => one.secret === secret)) {
      say(`To do: ${secret.title} from ${secret.variable} to ${parameter}.`);
    } else if (used) {
      say(`Left as it is: ${parameter}, for .env does not set ${secret.variable}.`);
    } else if (settings.variables[secret.variable] !== undefined) {
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
  const others = (await parameters.search(lastPart)).map((facts) => facts.name);
  const used = await parameters.holding(
    value,
    others.filter((other) => other !== parameter && other.endsWith(lastPart)),
  );
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

async function follow(settings: Settings, stage: string): Promise<void> {
  const handler = PhysicalNames.of(settings.deployment).function(stage, "lifecycle-handler");
  const followed = await followToken(functionClient(settings), handler);
  say(
    followed === "set"
      ? `${handler} has set the webhook.`
      : `There is no ${handler} yet: the first deploy sets the webhook ("npm run deploy-kite").`,
  );
}
