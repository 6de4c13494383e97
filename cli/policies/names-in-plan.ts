import type { NameSource } from "../../constructs/account/rights/rights";
import type { SynthesizedStack } from "../stacks/synthesized-stack";

/** Prefixes of the names of a deployment. */
export interface NameBeginnings {
  readonly app: string;
  /** Names of the stages, with the prefix of a sandbox. */
  readonly stages: readonly string[];
}

/**
 * Returns the names of a stack's resources as patterns for ARNs: `dev-outbox` and `dev-request-dispatcher` both become
 * `dev-*`. A reference in a name becomes `*`, because only AWS knows its value.
 */
export function namesInPlan(
  plan: SynthesizedStack,
  source: NameSource,
  beginnings: NameBeginnings,
): readonly string[] {
  const names = Object.values(plan.resource?.[source.type] ?? {}).flatMap((resource) => {
    const attribute = source.attributes.find((name) => typeof resource[name] === "string");
    if (attribute === undefined) {
      return [];
    }
    const name = String(resource[attribute]).replaceAll(/\$\{[^}]*\}/g, "*");
    return [attribute.endsWith("_prefix") ? `${name}*` : name];
  });
  const patterns = source.exact ? names : names.map((name) => shorten(name, beginnings));
  return [...new Set(patterns)].sort();
}

/** Cuts a name after the prefix that names the app or the stage. The prefix starts the name or a path segment of it. */
function shorten(name: string, { app, stages }: NameBeginnings): string {
  const words = [app, ...stages].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const beginning = new RegExp(`^(?:.*?/)?(?:${words})[-./]`).exec(name);
  return beginning === null ? name : `${beginning[0]}*`;
}
