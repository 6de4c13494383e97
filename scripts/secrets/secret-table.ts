import type { PhysicalNames } from "../../constructs/physical-names";
import type { Settings } from "../../settings/settings";
import type { VariableName } from "../../settings/variables";

/** A secret of a stage. */
export interface Secret {
  /** What it is, for a person. */
  readonly title: string;
  /** The variable of `.env` that holds it. */
  readonly variable: VariableName;
  /** Its value from `.env`; `undefined`: not set. */
  value(settings: Settings): string | undefined;
  /** The parameter in which it is kept. */
  parameter(names: PhysicalNames, stage: string): string;
  /** True: no other stage may have the same. */
  readonly unique: boolean;
}

/** Every secret that `npm run secrets` puts. */
export const SECRETS: readonly Secret[] = [
  {
    title: "the bot's token",
    variable: "TELEGRAM_BOT_TOKEN",
    value: (settings) => settings.localRun.telegramBotToken,
    parameter: (names, stage) => names.botTokenParameter(stage),
    // A bot has one webhook.
    unique: true,
  },
];
