import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";

/** What is looked through: the synthesized stacks, the tracked files, the packages that are installed. */
export type ScanName = "plans" | "secrets" | "packages";

/** Something that a scanner does not like. */
export interface Finding {
  /** The scanner's name of the rule, for example `CKV_AWS_21`. */
  readonly check: string;
  /** What the rule wants. */
  readonly title: string;
  /** `aws_s3_bucket kite/dev/Files/Bucket`, a file with the hash of what stands in it, or a package. */
  readonly resource: string;
  /** A page that tells more. */
  readonly guideline: string;
}

/** Findings that are left as they are. */
export interface AcceptedFinding {
  readonly scan: ScanName;
  readonly check: string;
  /** Patterns of resources; `*` is any text. */
  readonly resources: readonly string[];
  /** One or more sentences: why it is right so. */
  readonly reason: string;
}

const acceptedFinding: z.ZodType<AcceptedFinding> = z.strictObject({
  scan: z.enum(["plans", "secrets", "packages"]),
  check: z.string().min(1),
  resources: z.array(z.string().min(1)).min(1),
  reason: z.string().regex(/^[A-Z].{20,}\.$/),
});

/** The committed list. */
export const acceptedFindingsFile = join(repositoryFolder, "cli/security/accepted-findings.json");

/** Reads the committed list. */
export function readAcceptedFindings(path = acceptedFindingsFile): readonly AcceptedFinding[] {
  return z.array(acceptedFinding).parse(JSON.parse(readFileSync(path, "utf8")));
}
