import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";

/** A problem that a scanner reports. */
export interface Finding {
  /** ID of the rule, for example `CKV_AWS_21`. */
  readonly check: string;
  /** Requirement of the rule. */
  readonly title: string;
  /** A resource such as `aws_s3_bucket kite/dev/Files/Bucket`, a file with the hash of the secret, or a package. */
  readonly resource: string;
  /** URL of a page about the rule. */
  readonly guideline: string;
}

const acceptedFinding = z.strictObject({
  /** Scanned objects: the synthesized stacks, the tracked files, or the installed packages. */
  scan: z.enum(["plans", "secrets", "packages"]),
  check: z.string().min(1),
  /** Patterns of resources. `*` stands for any text. */
  resources: z.array(z.string().min(1)).min(1),
  /** One or more sentences that give the reason. */
  reason: z.string().regex(/^[A-Z].{20,}\.$/),
});

/** Findings that are accepted with a reason. */
export type AcceptedFinding = z.infer<typeof acceptedFinding>;

/** Path of the committed list. */
export const acceptedFindingsFile = join(repositoryFolder, "cli/security/accepted-findings.json");

/** Reads the committed list. */
export function readAcceptedFindings(path = acceptedFindingsFile): readonly AcceptedFinding[] {
  return z.array(acceptedFinding).parse(JSON.parse(readFileSync(path, "utf8")));
}
