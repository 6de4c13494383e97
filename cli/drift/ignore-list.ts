import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { matches } from "../pattern";
import type { Finding } from "./classify";

/** What the check does not tell. */
export interface IgnoreEntry {
  /** Pattern for addresses; `*` stands for anything. */
  readonly address: string;
  /** Patterns for attributes, each with all that lies below it; `*` alone also means the resource as a whole. */
  readonly attributes: readonly string[];
  /** Why it is no drift worth telling. */
  readonly reason: string;
  /**
   * The last day on which the entry counts, `YYYY-MM-DD` in UTC.
   * @default - it never ends
   */
  readonly until?: string;
  /**
   * The class for which it counts.
   * @default - both
   */
  readonly class?: Finding["class"];
}

const entrySchema = z.strictObject({
  address: z.string().regex(/^\S+$/),
  attributes: z.array(z.string().regex(/^\S+$/)).min(1),
  reason: z.string().trim().min(10),
  until: z.iso.date(),
});

const wantedEntry: Readonly<Record<string, string>> = {
  address: 'an address without spaces, * for anything, for example "aws_dynamodb_table.dev_*"',
  attributes: 'a list of attribute paths as the report shows them, for example ["tags.Owner"]; ["*"] for all',
  reason: "a sentence on why it is not worth telling, of 10 characters or more",
  until: "the last day on which it counts, as YYYY-MM-DD",
};

/** Entries that count, and those whose day has passed. */
export interface IgnoreList {
  readonly entries: readonly IgnoreEntry[];
  readonly expired: readonly IgnoreEntry[];
}

/**
 * Reads the ignore list of a deployment; a file that is not there is an empty list.
 * @param today `YYYY-MM-DD` in UTC
 * @throws UserError naming every fault of the file
 */
export function readIgnoreList(path: string, today: string): IgnoreList {
  const entries = existsSync(path) ? parse(path) : [];
  const isExpired = ({ until }: IgnoreEntry) => until !== undefined && until < today;
  return {
    entries: entries.filter((entry) => !isExpired(entry)),
    expired: entries.filter(isExpired),
  };
}

/** The attributes of a finding that an entry covers; `undefined`: nothing of it. */
export function coveredBy(entry: IgnoreEntry, finding: Finding): readonly string[] | undefined {
  if ((entry.class ?? finding.class) !== finding.class || !matches(entry.address, finding.address)) {
    return undefined;
  }
  if (entry.attributes.includes("*")) {
    return finding.attributes;
  }
  const covered = finding.attributes.filter((attribute) =>
    entry.attributes.some((pattern) => matches(pattern, attribute) || isBelow(pattern, attribute)),
  );
  // A part of an attribute list says nothing of a resource that is gone, or that would be replaced.
  return finding.change === "changed" && covered.length > 0 ? covered : undefined;
}

function parse(path: string): readonly IgnoreEntry[] {
  const { data, error } = z.array(entrySchema).safeParse(readJson(path));
  if (error === undefined) {
    return data;
  }
  const faults = error.issues.flatMap(faultLines).map((line) => `\n  - ${line}`);
  throw new UserError(`The ignore list ${path} is wrong:${faults.join("")}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The ignore list ${path} is no JSON: ${reason}.`, { cause: error });
  }
}

function faultLines(issue: z.core.$ZodIssue): readonly string[] {
  const [index, name] = issue.path;
  if (index === undefined) {
    return [`got no list; wanted [{"address", "attributes", "reason", "until"}, …]`];
  }
  const place = `entry ${Number(index) + 1}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) => `${place}: got the key "${key}"; wanted address, attributes, reason, until`,
    );
  }
  const wanted = wantedEntry[String(name)] ?? "an object with address, attributes, reason and until";
  return [`${place}${name === undefined ? "" : `, ${String(name)}`}: ${issue.message}; wanted ${wanted}`];
}

function isBelow(pattern: string, attribute: string): boolean {
  return matches(`${pattern}.*`, attribute) || matches(`${pattern}[*`, attribute);
}
