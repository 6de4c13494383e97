import { parsePlan } from "../../../cli/drift/read-plan";
import type { Plan } from "../../../cli/terraform-plan";

/** The parts of a change that a test sets. */
export interface ChangeParts {
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: object;
}

/** Returns an update of an existing object. */
export function change(parts: ChangeParts) {
  return { actions: ["update"], after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...parts };
}

/** Returns an entry of `resource_drift` or `resource_changes`. */
export function resource(address: string, parts: ChangeParts, more: object = {}) {
  const [type = ""] = address.split(".");
  return { address, mode: "managed", type, name: "x", change: change(parts), ...more };
}

/** Returns a plan in Terraform's format, as the program parses it. */
export function plan(parts: object): Plan {
  return parsePlan(JSON.stringify({ format_version: "1.2", errored: false, ...parts }));
}
