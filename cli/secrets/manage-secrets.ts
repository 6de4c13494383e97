import { readSettings, type Settings, variableWarnings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { parameterClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { type ParameterFacts, Parameters } from "./parameters";
import {
  commandFor,
  type PlacedSecret,
  placeNamed,
  refusePlaceUnlessMeant,
  secretsAt,
  whyUnused,
} from "./place";
import { putSecrets } from "./put-secrets";

/**
 * Stores, lists or deletes the secrets of a place.
 * @param placeName a stage, or `app`
 * @param meant prod may be touched
 * @throws UserError what is in the way
 */
export async function manageSecrets(
  action: "put" | "list" | "delete",
  placeName: string,
  meant: boolean,
): Promise<void> {
  const settings = readSettings();
  variableWarnings().forEach(say);
  const actions = { put: putSecrets, list: listSecrets, delete: deleteSecrets };
  await actions[action](settings, placeName, meant);
}

/**
 * Tells what a place has and what it lacks, without values: what is read, and what is there although nobody reads it.
 * @param placeName a stage, or `app`
 * @throws UserError what is in the way
 */
export async function listSecrets(settings: Settings, placeName: string): Promise<void> {
  const secrets = secretsAt(settings, placeNamed(settings, placeName));
  await requireCredentials(settings);
  const found = await new Parameters(parameterClient(settings)).search(`/${settings.deployment.app}/`);
  const lines = secrets.flatMap((placed) => describe(placed, found));
  say(lines.length > 0 ? lines.join("\n") : `Nothing is there, and ${whyUnused(settings, secrets)}`);
}

/**
 * Takes the secrets of a place away, those that nobody reads any more too. A stage cannot answer until others are there.
 * @param placeName a stage, or `app`
 * @param meant prod may be touched
 * @throws UserError what is in the way
 */
export async function deleteSecrets(settings: Settings, placeName: string, meant: boolean): Promise<void> {
  const place = placeNamed(settings, placeName);
  const names = secretsAt(settings, place).map(({ parameter }) => parameter);
  say(`To do: delete ${names.join(", ")} (${placeOf(settings)}).`);
  refusePlaceUnlessMeant(settings, place, meant);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  for (const name of names) {
    say((await parameters.delete(name)) ? `${name}: deleted.` : `${name}: was not there.`);
  }
}

function describe(
  { secret, parameter, used }: PlacedSecret,
  found: readonly ParameterFacts[],
): readonly string[] {
  const facts = found.find(({ name }) => name === parameter);
  const head = `${parameter} (${secret.title})`;
  if (facts !== undefined) {
    const changed = facts.changed?.toISOString() ?? "?";
    const note = used ? "" : `; nobody reads it: it is read when ${secret.usedWhen}`;
    return [`${head}: present, version ${facts.version ?? "?"}, changed ${changed}${note}`];
  }
  return used
    ? [`${head}: missing; write ${secret.variable} into .env, then ${commandFor(secret.owner)}`]
    : [];
}
