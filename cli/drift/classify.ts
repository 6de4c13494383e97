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

/** What happened, or would happen at a deploy, to a resource or an output. */
export type ChangeKind =
  | "changed"
  | "created"
  | "deleted"
  | "replaced"
  | "moved"
  | "imported"
  | "forgotten"
  | "left-over";

/** A resource or an output that is not as declared and deployed. */
export interface Finding {
  /** Of a resource, or `output.<name>`. */
  readonly address: string;
  /** `drifted`: something but Terraform changed it. `not-applied`: a deploy would change it. */
  readonly class: "drifted" | "not-applied";
  readonly change: ChangeKind;
  /** Paths in it, never values; empty where the whole is meant. */
  readonly attributes: readonly string[];
  /** Of what drifted: whether the next deploy does something about it. */
  readonly restoredByDeploy?: boolean;
}

/** Every way in which the context, the state and the declaration differ, before anything is ignored. */
export function classify(plan: Plan): readonly Finding[] {
  const drift = plan.resource_drift.filter(isManaged);
  const planned = plan.resource_changes.filter(isManaged);
  return [
    ...drift.flatMap((change) => drifted(change, planned)),
    ...planned.flatMap((change) => notApplied(change, drift)),
    ...Object.entries(plan.output_changes).flatMap(([name, change]) => outputNotApplied(name, change)),
  ];
}

/** Reading a data source changes nothing. */
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
  // What is known after the apply only follows from the rest; where all the rest puts drift back, so does this.
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

/** @returns `undefined` when nothing is done */
function kindOfActions(actions: readonly string[]): ChangeKind | undefined {
  const [action, ...others] = new Set(actions.filter((it) => it !== "no-op" && it !== "read"));
  if (others.length > 0) {
    return "replaced";
  }
  return action === undefined ? undefined : (kindsOfActions[action] ?? "changed");
}

/** What one action alone makes of a resource. */
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
 * Whether a provider only reads 0 or false where it was given nothing, as it does at the first look after a deploy: it
 * holds the two for the same, so a plan leaves it. What somebody set to 0 by hand is put back, or was a value before.
 */
function isReadAsZero(path: AttributePath, read: PlannedChange, answer: PlannedChange | undefined): boolean {
  const before = valueAt(read.before, path) ?? undefined;
  const after = valueAt(read.after, path);
  if (before !== undefined || (after !== 0 && after !== false)) {
    return false;
  }
  return answer === undefined || isEqual(valueAt(answer.before, path), valueAt(answer.after, path));
}

/** Where the plan knows the new value; what it does not know yet is missing in `after`, and differs only thereby. */
function knownPaths(change: PlannedChange): readonly AttributePath[] {
  const unknown = markedPaths(change.after_unknown);
  return differingPaths(change).filter(
    (path) => !unknown.some((other) => isWithin(path, other) || isWithin(other, path)),
  );
}

function unknownPaths(change: PlannedChange): readonly AttributePath[] {
  return markedPaths(change.after_unknown).map((path) => withoutSecretKeys(path, change));
}

/** Cuts a path where a secret begins: what lies in it is not told apart. */
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

/** The provider keeps `tags_all` in step with `tags`, so one of them says all. */
function writeAll(paths: readonly AttributePath[]): readonly string[] {
  const written = [...new Set(paths.map(writePath))].filter((path) => path !== "");
  return written.filter(
    (path) => !written.includes(path.replace(/^tags_all\b/, "tags")) || !/^tags_all\b/.test(path),
  );
}

function nameOf({ address, deposed }: ResourceChange): string {
  return deposed ? `${address} (deposed ${deposed})` : address;
}
