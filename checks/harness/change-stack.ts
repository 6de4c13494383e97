import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Resources of a synthesized stack by type and logical ID. */
export type StackResources = Record<string, Record<string, Record<string, unknown>>>;

/** Copies a synthesized stack to a folder next to it, and changes the copy's resources. @returns the copy's folder */
export function changeStack(stackDirectory: string, change: (resources: StackResources) => void): string {
  const copy = mkdtempSync(`${stackDirectory}-`);
  cpSync(stackDirectory, copy, { recursive: true });
  const file = join(copy, "cdk.tf.json");
  const stack: { readonly resource: StackResources } = JSON.parse(readFileSync(file, "utf8"));
  change(stack.resource);
  writeFileSync(file, JSON.stringify(stack));
  return copy;
}
