import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { readJson } from "../../settings/read-file";

const fileSchema = z.looseObject({
  stages: z.record(z.string(), z.looseObject({})).default({}),
  driftEmails: z.array(z.string()).default([]),
});

/** The keys of a deployment file that commands change. */
export type WrittenDeployment = z.infer<typeof fileSchema>;

/**
 * Changes some keys of a deployment file and leaves the others as they are.
 * @param name Name of the deployment.
 * @param change Returns the changed keys with their new values.
 * @throws UserError if the file cannot be read
 */
export function changeDeploymentFile(
  name: string,
  change: (file: WrittenDeployment) => Partial<WrittenDeployment>,
): void {
  const path = join(repositoryFolder, "deployments", `${name}.json`);
  const read = readJson(path);
  if ("problem" in read) {
    throw new UserError(`${path}: expected a JSON object, received ${read.problem}.`);
  }
  const changed = { ...(read.value as object), ...change(fileSchema.parse(read.value)) };
  writeFileSync(path, `${JSON.stringify(changed, undefined, 2)}\n`);
}
