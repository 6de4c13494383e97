import { readSettings, type Settings, variableWarnings } from "../settings/settings";
import { say } from "./output";

/**
 * Reads the settings, and warns about unknown variables. Commands that run `main.ts` do not need it, because `main.ts`
 * prints the same warnings.
 * @throws OptionsError every fault in one message
 */
export function readSettingsWithWarnings(): Settings {
  const settings = readSettings();
  warnOfVariables();
  return settings;
}

/** Warns about each unknown variable that has a name like Kite's. */
export function warnOfVariables(): void {
  variableWarnings().forEach(say);
}
