import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { matches } from "../pattern";
import type { Finding } from "./classify";

/** Differences that the check does not report. */
export interface IgnoreEntry {
  /** Pattern for addresses. `*` stands for any text. */
  readonly address: string;
  /**
   * Patterns for attributes. Each pattern also matches nested attributes. `*` alone also covers changes of the whole
   * resource.
   */
  readonly attributes: readonly string[];
  /** Reason why the difference does not matter. */
  readonly reason: string;
  /**
   * Last day on which the entry applies, as `YYYY-MM-DD` in UTC.
   * @default - the entry does not expire
   */
  readonly until?: string;
  /**
   * Class of findings to which the entry applies.
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
  address: 'an address without spaces, with * for any text, for example "aws_dynamodb_table.dev_*"',
  attributes: 'a list of attribute paths as in the report, for example ["tags.Owner"], or ["*"] for all',
  reason: "a sentence of 10 characters or more that gives the reason",
  until: "the last day on which it applies, as YYYY-MM-DD",
};

/** Entries that apply, and expired entries. */
export interface IgnoreList {
  readonly entries: readonly IgnoreEntry[];
  readonly expired: readonly IgnoreEntry[];
}

/**
 * Reads the ignore list of a deployment. A missing file is an empty list.
 * @param today Current day as `YYYY-MM-DD` in UTC.
 * @throws UserError that lists every fault of the file
 */
export function readIgnoreList(path: string, today: string): IgnoreList {
  const entries = existsSync(path) ? parse(path) : [];
  const isExpired = ({ until }: IgnoreEntry) => until !== undefined && until < today;
  return {
    entries: entries.filter((entry) => !isExpired(entry)),
    expired: entries.filter(isExpired),
  };
}

/** Returns the attributes of a finding that an entry covers, or `undefined` if it does not cover the finding. */
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
  // An entry for some attributes does not cover a resource that is deleted or would be replaced.
  return finding.change === "changed" && covered.length > 0 ? covered : undefined;
}

function parse(path: string): readonly IgnoreEntry[] {
  const { data, error } = z.array(entrySchema).safeParse(readJson(path));
  if (error === undefined) {
    return data;
  }
  const faults = error.issues.flatMap(faultLines).map((line) => `\n  - ${line}`);
  throw new UserError(`The ignore list ${path} has faults:${faults.join("")}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The ignore list ${path} is not JSON: ${reason}.`, { cause: error });
  }
}

function faultLines(issue: z.core.$ZodIssue): readonly string[] {
  const [index, name] = issue.path;
  if (index === undefined) {
    return [`expected a list: [{"address", "attributes", "reason", "until"}, …]`];
  }
  const place = `entry ${Number(index) + 1}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) => `${place}: expected the keys address, attributes, reason and until, received "${key}"`,
    );
  }
  const wanted = wantedEntry[String(name)] ?? "an object with address, attributes, reason and until";
  return [`${place}${name === undefined ? "" : `, ${String(name)}`}: ${issue.message}; expected ${wanted}`];
}

function isBelow(pattern: string, attribute: string): boolean {
  return matches(`${pattern}.*`, attribute) || matches(`${pattern}[*`, attribute);
}
