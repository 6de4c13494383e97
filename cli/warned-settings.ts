import { readSettings, type Settings, variableWarnings } from "../settings/settings";
import { say } from "./output";

/**
 * Reads the settings, and warns of unknown variables. For commands that do not run `main.ts`, which warns too.
 * @throws OptionsError every fault in one message
 */
export function readSettingsWithWarnings(): Settings {
  const settings = readSettings();
  warnOfVariables();
  return settings;
}

/** Warns of each variable with a name like one of Kite's that does not exist. */
export function warnOfVariables(): void {
  variableWarnings().forEach(say);
}
