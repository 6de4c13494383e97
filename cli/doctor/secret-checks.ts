import type { Settings } from "../../settings/settings";
import type { CloudStackName } from "../../settings/stack-id";
import { parameterClient } from "../aws-clients";
import { type ParameterFacts, Parameters } from "../secrets/parameters";
import { commandFor, secretsAt } from "../secrets/place";
import type { Place } from "../secrets/secret-table";
import { accountCheck } from "./account-checks";
import { type Check, fail, ok, once, skipped, warn } from "./check";

/** Checks that the parameter store has the secrets of each place. It lists names, and never reads a value. */
export function secretChecks(
  settings: Settings,
  stacks: readonly CloudStackName[],
  places: readonly Place[],
): readonly Check[] {
  const search = once(() => new Parameters(parameterClient(settings)).search(`/${settings.deployment.app}/`));
  return places.map((place) => ({
    name: `Secrets of ${place}`,
    needs: [accountCheck],
    fix: commandFor(place),
    run: async () => findMissing(settings, stacks, place, await search()),
  }));
}

function findMissing(
  settings: Settings,
  stacks: readonly CloudStackName[],
  place: Place,
  stored: readonly ParameterFacts[],
) {
  const used = secretsAt(settings, place).filter(
    ({ used: isUsed, secret }) => isUsed && stacks.includes(secret.reader),
  );
  if (used.length === 0) {
    return skipped("the deployment uses none");
  }
  const missing = used.filter(({ parameter }) => !stored.some(({ name }) => name === parameter));
  const text = `not stored: ${missing.map(({ parameter }) => parameter).join(", ")}`;
  const fix = `set ${missing.map(({ secret }) => secret.variable).join(", ")} in .env, then run: ${commandFor(place)}`;
  if (missing.length === 0) {
    return ok(used.map(({ parameter }) => parameter).join(", "));
  }
  return missing.some(({ secret }) => secret.required) ? fail(text, fix) : warn(text, fix);
}
