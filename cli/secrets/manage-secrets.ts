import type { Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { parameterClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { readSettingsWithWarnings } from "../warned-settings";
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
 * @param placeName Name of a stage, or `app`.
 * @param meant Whether prod may be changed.
 * @throws UserError when a precondition is not met
 */
export async function manageSecrets(
  action: "put" | "list" | "delete",
  placeName: string,
  meant: boolean,
): Promise<void> {
  const settings = readSettingsWithWarnings();
  const actions = { put: putSecrets, list: listSecrets, delete: deleteSecrets };
  await actions[action](settings, placeName, meant);
}

/**
 * Lists the stored and missing secrets of a place without values. Stored secrets that are not used are included.
 * @param placeName Name of a stage, or `app`.
 * @throws UserError when a precondition is not met
 */
export async function listSecrets(settings: Settings, placeName: string): Promise<void> {
  const secrets = secretsAt(settings, placeNamed(settings, placeName));
  await requireCredentials(settings);
  const found = await new Parameters(parameterClient(settings)).search(`/${settings.deployment.app}/`);
  const lines = secrets.flatMap((placed) => describe(placed, found));
  say(
    lines.length > 0
      ? lines.join("\n")
      : `No secret is stored, and none is needed: ${whyUnused(settings, secrets)}`,
  );
}

/**
 * Deletes the secrets of a place, including unused secrets. The stage cannot answer until new secrets are stored.
 * @param placeName Name of a stage, or `app`.
 * @param meant Whether prod may be changed.
 * @throws UserError when a precondition is not met
 */
export async function deleteSecrets(settings: Settings, placeName: string, meant: boolean): Promise<void> {
  const place = placeNamed(settings, placeName);
  const names = secretsAt(settings, place).map(({ parameter }) => parameter);
  say(`To do: delete ${names.join(", ")} (${placeOf(settings)}).`);
  refusePlaceUnlessMeant(settings, place, meant);
  await requireCredentials(settings);
  const parameters = new Parameters(parameterClient(settings));
  for (const name of names) {
    say((await parameters.delete(name)) ? `${name}: deleted.` : `${name}: not found.`);
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
    const note = used ? "" : `; not used: it is read when ${secret.usedWhen}`;
    return [`${head}: present, version ${facts.version ?? "?"}, changed ${changed}${note}`];
  }
  return used
    ? [`${head}: missing; set ${secret.variable} in .env, then run ${commandFor(secret.owner)}`]
    : [];
}
