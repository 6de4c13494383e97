import type { Finding } from "./classify";
import { coveredBy, type IgnoreEntry, type IgnoreList } from "./ignore-list";

/** What was found and is not told, and the reason of the entry that covers it. */
type IgnoredFinding = Pick<Finding, "address" | "class" | "attributes"> & Pick<IgnoreEntry, "reason">;

/** What a check found, in the shape of its JSON file; it holds names and paths, and no value. */
export interface DriftReport {
  /** Name of the stack, for example `kite`. */
  readonly stack: string;
  readonly verdict: "clean" | "drift";
  /** One sentence. */
  readonly summary: string;
  readonly resources: readonly Finding[];
  /** How many more there are than `resources` lists. */
  readonly notListed: number;
  readonly ignored: readonly IgnoredFinding[];
  /** Entries of the ignore list whose day has passed. */
  readonly expired: readonly IgnoreEntry[];
}

/**
 * What the lists may take together, in bytes of JSON. An event of EventBridge has less than 256 KB, and whoever reads
 * a mail wants far less: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const resourcesBytes = 48 * 1024;
const ignoredBytes = 32 * 1024;
const expiredBytes = 16 * 1024;

/** How many paths of one resource are listed. */
const mostAttributes = 20;

/** Takes out what the ignore list covers, and counts and bounds the rest. */
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

/** Takes from a finding what one entry after the other covers. */
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
    ...(told.length === 0 ? ["Everything is as declared and deployed"] : []),
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

/** As many items from the beginning as fit. */
function firstOf<Item>(items: readonly Item[], bytes: number): readonly Item[] {
  const sizes = items.map((item) => Buffer.byteLength(JSON.stringify(item)) + 1);
  let left = bytes;
  const fitting = sizes.findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return fitting < 0 ? items : items.slice(0, fitting);
}
