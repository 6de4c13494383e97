import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { type Place, type Secret, secretTable } from "./secret-table";

/** A secret and the parameter that keeps it. */
export interface PlacedSecret {
  readonly secret: Secret;
  /** The parameter's name. */
  readonly parameter: string;
  /** Whether the deployment has somebody who reads it. */
  readonly used: boolean;
  /** What `.env` says. */
  readonly value: string | undefined;
}

/**
 * The place that an argument names.
 * @throws UserError when the deployment has no such place
 */
export function placeNamed(settings: Settings, name: string): Place {
  return name === "app" ? name : stageNamed(settings, name, ', or "app" for what belongs to all of it').name;
}

/** Every place of a deployment. */
export function placesOf({ deployment }: Settings): readonly Place[] {
  return [...deployment.stages.map(({ name }) => name), "app"];
}

/** The secrets of a place, those that nobody reads too. */
export function secretsAt(settings: Settings, place: Place): readonly PlacedSecret[] {
  const names = PhysicalNames.of(settings.deployment);
  return secretTable
    .filter(({ owner }) => owner === place)
    .map((secret) => ({
      secret,
      parameter: secret.parameter(names, place),
      used: secret.isUsed(settings),
      value: settings.variables[secret.variable],
    }));
}

/** The command that puts the secrets of a place. */
export function commandFor(place: Place): string {
  return `npx kite secrets ${place}`;
}

/** Why nobody reads any of the secrets. */
export function whyUnused(settings: Settings, secrets: readonly PlacedSecret[]): string {
  const reasons = secrets.map(({ secret }) => `${secret.variable} is read when ${secret.usedWhen}`);
  return `deployments/${settings.deployment.name}.json has nobody who reads any of it: ${reasons.join("; ")}.`;
}

/**
 * Refuses to touch what prod lives on without a word that it is meant.
 * @throws UserError naming what to add
 */
export function refusePlaceUnlessMeant(settings: Settings, place: Place, meant: boolean): void {
  refuseProdUnlessMeant(place, meant);
  const hasProd = settings.deployment.stages.some(({ name }) => name === "prod");
  if (place === "app" && hasProd && !meant) {
    throw new UserError("Nothing was done: prod uses this as well. Add --yes if it is meant.");
  }
}
