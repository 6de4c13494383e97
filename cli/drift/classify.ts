import type { Plan, PlannedChange, ResourceChange } from "../terraform-plan";
import {
  type AttributePath,
  differingPaths,
  isEqual,
  isSame,
  markedPaths,
  valueAt,
  writePath,
} from "./attribute-paths";

/** Kind of a change to a resource or an output. The change has happened, or a deploy would make it. */
export type ChangeKind =
  | "changed"
  | "created"
  | "deleted"
  | "replaced"
  | "moved"
  | "imported"
  | "forgotten"
  | "left-over";

/** A resource or an output that differs from its declaration or its last deploy. */
export interface Finding {
  /** Address of a resource, or `output.<name>`. */
  readonly address: string;
  /** `drifted`: changed outside Terraform. `not-applied`: a deploy would change it. */
  readonly class: "drifted" | "not-applied";
  readonly change: ChangeKind;
  /** Paths of the attributes that differ, never their values. Empty if the whole resource differs. */
  readonly attributes: readonly string[];
  /** Whether the next deploy reverts the drift. */
  readonly restoredByDeploy?: boolean;
}

/** Lists all differences between the resources, the state and the declaration, before the ignore list applies. */
export function classify(plan: Plan): readonly Finding[] {
  const drift = plan.resource_drift.filter(isManaged);
  const planned = plan.resource_changes.filter(isManaged);
  return [
    ...drift.flatMap((change) => drifted(change, planned)),
    ...planned.flatMap((change) => notApplied(change, drift)),
    ...Object.entries(plan.output_changes).flatMap(([name, change]) => outputNotApplied(name, change)),
  ];
}

/** Returns whether a change concerns a resource. Data sources are only read. */
function isManaged({ mode }: ResourceChange): boolean {
  return mode !== "data";
}

function drifted(resource: ResourceChange, planned: readonly ResourceChange[]): readonly Finding[] {
  const { actions } = resource.change;
  const change = actions.includes("delete") ? "deleted" : actions.includes("create") ? "created" : "changed";
  const answer = planned.find((other) => isSameObject(other, resource));
  const differing = change === "changed" ? differingPaths(resource.change) : [];
  const attributes = writeAll(
    differing.filter((path) => !isReadAsZero(path, resource.change, answer?.change)),
  );
  if (change === "changed" && attributes.length === 0) {
    return [];
  }
  const restoredByDeploy = answer !== undefined && kindOf(answer) !== undefined;
  return [{ address: nameOf(resource), class: "drifted", change, attributes, restoredByDeploy }];
}

function notApplied(resource: ResourceChange, drift: readonly ResourceChange[]): readonly Finding[] {
  const kind = kindOf(resource);
  const cause = drift.find((other) => isSameObject(other, resource))?.change;
  if (kind === undefined || (kind === "created" && cause?.actions.includes("delete"))) {
    return [];
  }
  const finding = (attributes: readonly string[]): readonly Finding[] => [
    { address: nameOf(resource), class: "not-applied", change: kind, attributes },
  ];
  const { change } = resource;
  if (kind === "replaced") {
    const because = change.replace_paths?.map((path) => withoutSecretKeys(path, change));
    return finding(writeAll(because ?? knownPaths(change)));
  }
  if (kind !== "changed") {
    return finding([]);
  }
  const known = knownPaths(change);
  const wanted = known.filter((path) => !isPutBack(path, change, cause));
  // Values that are known only after the apply depend on the known values. If all known changes revert drift, the
  // unknown changes do too.
  const onlyPutsBack = known.length > 0 && wanted.length === 0;
  return onlyPutsBack ? [] : finding(writeAll(wanted.length > 0 ? wanted : unknownPaths(change)));
}

function outputNotApplied(name: string, change: PlannedChange): readonly Finding[] {
  const kind = kindOfActions(change.actions);
  return kind === undefined
    ? []
    : [{ address: `output.${name}`, class: "not-applied", change: kind, attributes: [] }];
}

function kindOf({ change, previous_address, deposed }: ResourceChange): ChangeKind | undefined {
  const kind = kindOfActions(change.actions);
  if (kind === undefined) {
    return previous_address ? "moved" : change.importing ? "imported" : undefined;
  }
  return deposed && kind === "deleted" ? "left-over" : kind;
}

/** Returns the kind of a change, or `undefined` if nothing changes. */
function kindOfActions(actions: readonly string[]): ChangeKind | undefined {
  const [action, ...others] = new Set(actions.filter((it) => it !== "no-op" && it !== "read"));
  if (others.length > 0) {
    return "replaced";
  }
  return action === undefined ? undefined : (kindsOfActions[action] ?? "changed");
}

/** Kinds of changes with a single action. */
const kindsOfActions: Readonly<Record<string, ChangeKind>> = {
  create: "created",
  delete: "deleted",
  forget: "forgotten",
};

function isSameObject(one: ResourceChange, other: ResourceChange): boolean {
  return one.address === other.address && (one.deposed ?? "") === (other.deposed ?? "");
}

function isPutBack(path: AttributePath, change: PlannedChange, cause: PlannedChange | undefined): boolean {
  return cause !== undefined && isSame(valueAt(cause.before, path), valueAt(change.after, path));
}

/**
 * Returns whether a provider reads 0 or false only because the value was not set, as in the first refresh after a
 * deploy. The provider treats an unset value like 0 or false, so a plan does not change it. If a person set the value
 * to 0 instead, it had another value before, or the plan reverts the change.
 */
function isReadAsZero(path: AttributePath, read: PlannedChange, answer: PlannedChange | undefined): boolean {
  const before = valueAt(read.before, path) ?? undefined;
  const after = valueAt(read.after, path);
  if (before !== undefined || (after !== 0 && after !== false)) {
    return false;
  }
  return answer === undefined || isEqual(valueAt(answer.before, path), valueAt(answer.after, path));
}

/**
 * Returns the changed paths with known new values. An unknown value is missing in `after`, but this is not a
 * difference.
 */
function knownPaths(change: PlannedChange): readonly AttributePath[] {
  const unknown = markedPaths(change.after_unknown);
  return differingPaths(change).filter(
    (path) => !unknown.some((other) => isWithin(path, other) || isWithin(other, path)),
  );
}

function unknownPaths(change: PlannedChange): readonly AttributePath[] {
  return markedPaths(change.after_unknown).map((path) => withoutSecretKeys(path, change));
}

/** Cuts a path at a secret, because paths inside a secret are not reported. */
function withoutSecretKeys(path: AttributePath, change: PlannedChange): AttributePath {
  const marks = [change.before_sensitive, change.after_sensitive];
  const depth = [...path.keys()].find((length) =>
    marks.some((mark) => valueAt(mark, path.slice(0, length)) === true),
  );
  return path.slice(0, depth ?? path.length);
}

function isWithin(path: AttributePath, outer: AttributePath): boolean {
  return outer.length <= path.length && outer.every((step, index) => step === path[index]);
}

/** Formats paths. `tags_all` always follows `tags`, so its paths are omitted if `tags` has them. */
function writeAll(paths: readonly AttributePath[]): readonly string[] {
  const written = [...new Set(paths.map(writePath))].filter((path) => path !== "");
  return written.filter(
    (path) => !written.includes(path.replace(/^tags_all\b/, "tags")) || !/^tags_all\b/.test(path),
  );
}

function nameOf({ address, deposed }: ResourceChange): string {
  return deposed ? `${address} (deposed ${deposed})` : address;
}
