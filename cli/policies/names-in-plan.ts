import type { NameSource } from "../../constructs/account/rights/rights";
import type { SynthesizedStack } from "../stacks/synthesized-stack";

/** What names of a deployment begin with. */
export interface NameBeginnings {
  readonly app: string;
  /** Names of the stages, a sandbox's prefix before them. */
  readonly stages: readonly string[];
}

/**
 * The names of resources of a plan as patterns for ARNs: `dev-outbox` and `dev-request-dispatcher` are both
 * `dev-*`; a name that is another's reference is `*` there, for only AWS knows it.
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

/** Cuts a name behind the app or the stage that it begins with, or that a folder in it is. */
function shorten(name: string, { app, stages }: NameBeginnings): string {
  const words = [app, ...stages].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const beginning = new RegExp(`^(?:.*?/)?(?:${words})[-./]`).exec(name);
  return beginning === null ? name : `${beginning[0]}*`;
}
