import type { Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { parameterClient } from "../aws-clients";
import { say } from "../command";
import { type ParameterFacts, Parameters } from "./parameters";
import { commandFor, type PlacedSecret, placeNamed, secretsAt, whyUnused } from "./place";

/**
 * Tells what a place has and what it lacks, without values: what is read, and what is there although nobody reads it.
 * @param placeName a stage, or `app`
 * @throws UserError what is in the way
 */
export async function listSecrets(settings: Settings, placeName: string): Promise<void> {
  const secrets = secretsAt(settings, placeNamed(settings, placeName));
  await requireCredentials(settings);
  const found = await new Parameters(parameterClient(settings)).search(`/${settings.deployment.app}/`);
  const lines = secrets.flatMap((placed) =>
    describe(
      placed,
      found.find(({ name }) => name === placed.parameter),
    ),
  );
  say(lines.length > 0 ? lines.join("\n") : `Nothing is there, and ${whyUnused(settings, secrets)}`);
}

function describe(
  { secret, place, parameter, used }: PlacedSecret,
  facts: ParameterFacts | undefined,
): readonly string[] {
  const head = `${parameter} (${secret.title})`;
  if (facts !== undefined) {
    const changed = facts.changed?.toISOString() ?? "?";
    const note = used ? "" : `; nobody reads it: it is read when ${secret.usedWhen}`;
    return [`${head}: present, version ${facts.version ?? "?"}, changed ${changed}${note}`];
  }
  return used ? [`${head}: missing; write ${secret.variable} into .env, then ${commandFor(place)}`] : [];
}
