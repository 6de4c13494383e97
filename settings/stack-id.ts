import type { Settings } from "../settings/settings";
import type { StackName } from "../settings/variables";

/** The stacks of the program that are deployed to a cloud. */
export type CloudStackName = Exclude<StackName, "local">;

/**
 * The id of a stack: one with its state in a local file is another deployment than the shared one, and so is a
 * sandbox. It is `kite-local-build`, for that one belongs to `kite-local`.
 */
export function stackId(name: CloudStackName, settings: Pick<Settings, "state" | "sandbox">): string {
  const prefix = settings.sandbox === undefined ? "" : `${settings.sandbox}-`;
  if (settings.state === "s3") {
    return `${prefix}${name}`;
  }
  return name === "kite-build" ? `${prefix}kite-local-build` : `${prefix}${name}-local`;
}
