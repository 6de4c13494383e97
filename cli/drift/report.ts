import type { Finding } from "./classify";
import { coveredBy, type IgnoreEntry, type IgnoreList } from "./ignore-list";

/** A finding that is ignored, with the reason of the entry that covers it. */
type IgnoredFinding = Pick<Finding, "address" | "class" | "attributes"> & Pick<IgnoreEntry, "reason">;

/** Report of a check, in the form of its JSON file. It contains names and paths, but no values. */
export interface DriftReport {
  /** Name of the stack, for example `kite`. */
  readonly stack: string;
  readonly verdict: "clean" | "drift";
  /** One sentence. */
  readonly summary: string;
  readonly resources: readonly Finding[];
  /** Number of findings that `resources` omits. */
  readonly notListed: number;
  readonly ignored: readonly IgnoredFinding[];
  /** Expired entries of the ignore list. */
  readonly expired: readonly IgnoreEntry[];
}

/**
 * Limits of the lists, in bytes of JSON. An event of EventBridge must be smaller than 256 KB, and an email should be
 * much shorter: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const resourcesBytes = 48 * 1024;
const ignoredBytes = 32 * 1024;
const expiredBytes = 16 * 1024;

/** Maximum number of listed paths for one resource. */
const mostAttributes = 20;

/** Creates a report: removes the findings that the ignore list covers, then counts and limits the rest. */
export function report(stack: string, findings: readonly Finding[], ignore: IgnoreList): DriftReport {
  const sifted = findings.map((finding) => sift(finding, ignore.entries));
  const told = sifted.flatMap(({ rest }) => (rest === undefined ? [] : [rest]));
  const ignored = sifted.flatMap((it) => it.ignored);
  const resources = firstOf(told.map(shortened), resourcesBytes);
  return {
    stack,
    verdict: told.length === 0 ? "clean" : "drift",
    summary: summarize(told, ignored.length),
    resources,
    notListed: told.length - resources.length,
    ignored: firstOf(ignored.map(shortened), ignoredBytes),
    expired: firstOf(ignore.expired, expiredBytes),
  };
}

/** Removes from a finding the attributes that entries cover, one entry after another. */
function sift(
  finding: Finding,
  entries: readonly IgnoreEntry[],
): { readonly rest: Finding | undefined; readonly ignored: readonly IgnoredFinding[] } {
  const ignored: IgnoredFinding[] = [];
  let rest: Finding = finding;
  for (const entry of entries) {
    const covered = coveredBy(entry, rest);
    if (covered === undefined) {
      continue;
    }
    ignored.push({ address: rest.address, class: rest.class, attributes: covered, reason: entry.reason });
    rest = { ...rest, attributes: rest.attributes.filter((attribute) => !covered.includes(attribute)) };
    if (rest.attributes.length === 0) {
      return { rest: undefined, ignored };
    }
  }
  return { rest, ignored };
}

function summarize(told: readonly Finding[], ignored: number): string {
  const count = (wanted: Finding["class"]) => told.filter((finding) => finding.class === wanted).length;
  const parts = [
    ...(count("drifted") > 0 ? [`${count("drifted")} drifted outside Terraform`] : []),
    ...(count("not-applied") > 0 ? [`${count("not-applied")} not yet applied`] : []),
    ...(told.length === 0 ? ["No differences"] : []),
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
  ];
  return `${parts.join(", ")}.`;
}

function shortened<Item extends { readonly attributes: readonly string[] }>(item: Item): Item {
  const more = item.attributes.length - mostAttributes;
  return more <= 0
    ? item
    : { ...item, attributes: [...item.attributes.slice(0, mostAttributes), `and ${more} more`] };
}

/** Returns as many items from the start as fit into the limit. */
function firstOf<Item>(items: readonly Item[], bytes: number): readonly Item[] {
  const sizes = items.map((item) => Buffer.byteLength(JSON.stringify(item)) + 1);
  let left = bytes;
  const fitting = sizes.findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return fitting < 0 ? items : items.slice(0, fitting);
}
