import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { stateStackProps } from "../../settings/stack-props";
import { StateStack } from "../../stacks/state-stack";
import { read, type Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";

/** Synthesizes the stack `kite-state` of a deployment file with these additional keys. */
export function stateStack(environment: Record<string, string> = {}, file: object = {}): Synthesized {
  const settings = readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment });
  return read(new StateStack(Testing.app(), stackId("kite-state", settings), stateStackProps(settings)));
}
