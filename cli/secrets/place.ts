import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { type Place, type Secret, secretTable } from "./secret-table";

/** A secret with its parameter. */
export interface PlacedSecret {
  readonly secret: Secret;
  /** Name of the parameter. */
  readonly parameter: string;
  /** Whether a function or a build of the deployment reads it. */
  readonly used: boolean;
  /** Value in `.env`, if it is set. */
  readonly value: string | undefined;
}

/**
 * Returns the place that an argument names.
 * @throws UserError if the deployment has no such place
 */
export function placeNamed(settings: Settings, name: string): Place {
  return name === "app" ? name : stageNamed(settings, name, ', or "app" for what all stages share').name;
}

/** Returns the places of a deployment: its stages, and `app`. */
export function placesOf({ deployment }: Settings): readonly Place[] {
  return [...deployment.stages.map(({ name }) => name), "app"];
}

/** Returns the secrets of a place, including those that are not used. */
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

/** Returns the command that stores the secrets of a place. */
export function commandFor(place: Place): string {
  return `npx kite secrets ${place}`;
}

/** Explains why the deployment uses none of the secrets. */
export function whyUnused(settings: Settings, secrets: readonly PlacedSecret[]): string {
  const reasons = secrets.map(({ secret }) => `${secret.variable} is read when ${secret.usedWhen}`);
  return `deployments/${settings.deployment.name}.json uses none of these. ${reasons.join("; ")}.`;
}

/**
 * Rejects a change of a secret that prod uses, unless it is confirmed.
 * @throws UserError that describes how to confirm the change
 */
export function refusePlaceUnlessMeant(settings: Settings, place: Place, meant: boolean): void {
  refuseProdUnlessMeant(place, meant);
  const hasProd = settings.deployment.stages.some(({ name }) => name === "prod");
  if (place === "app" && hasProd && !meant) {
    throw new UserError("Nothing changed. The prod stage uses these secrets too: add --yes to continue.");
  }
}
