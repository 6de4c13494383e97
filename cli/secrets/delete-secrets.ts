import type { Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { parameterClient } from "../aws-clients";
import { say } from "../command";
import { placeOf } from "../stage-argument";
import { Parameters } from "./parameters";
import { placeNamed, refusePlaceUnlessMeant, secretsAt } from "./place";

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
