import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";

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

const acceptedFinding = z.strictObject({
  /** What is looked through: the synthesized stacks, the tracked files, the packages that are installed. */
  scan: z.enum(["plans", "secrets", "packages"]),
  check: z.string().min(1),
  /** Patterns of resources; `*` is any text. */
  resources: z.array(z.string().min(1)).min(1),
  /** One or more sentences: why it is right so. */
  reason: z.string().regex(/^[A-Z].{20,}\.$/),
});

/** Findings that are left as they are. */
export type AcceptedFinding = z.infer<typeof acceptedFinding>;

/** The committed list. */
export const acceptedFindingsFile = join(repositoryFolder, "cli/security/accepted-findings.json");

/** Reads the committed list. */
export function readAcceptedFindings(path = acceptedFindingsFile): readonly AcceptedFinding[] {
  return z.array(acceptedFinding).parse(JSON.parse(readFileSync(path, "utf8")));
}
