import { readSettings } from "../../settings/settings";
import { emulatedObjects } from "../aws-clients";
import type { CommandResult } from "../command";
import { deployedEnvironment } from "../deployed-environment";

/** An address of a stage. */
interface Output {
  /** Name in the JSON and in the text. */
  readonly name: string;
  /** Name of the variable with `--as-env`. */
  readonly variable: string;
  readonly value: string | boolean;
}

/**
 * Prints the addresses of a deployed stage that a frontend or a test needs.
 * @param asEnv whether to print them as lines of a `.env` file
 * @throws UserError if the stage is not deployed
 */
export async function printOutputs(stage: string, asEnv: boolean): Promise<CommandResult> {
  const outputs = await outputsOf(stage);
  const width = Math.max(...outputs.map(({ name }) => name.length));
  return {
    json: Object.fromEntries(outputs.map(({ name, value }) => [name, value])),
    text: outputs
      .map(({ name, variable, value }) =>
        asEnv ? `${variable}=${value}` : `${name.padEnd(width)}  ${value}`,
      )
      .join("\n"),
  };
}

/** Reads the addresses from the environment of the widget's function, which passes them to the pages. */
async function outputsOf(stage: string): Promise<readonly Output[]> {
  const settings = readSettings();
  const environment = await deployedEnvironment(settings, stage, "widget", [
    "WEBSOCKET_URL",
    "HTTP_URL",
    "FILES_ORIGIN",
  ]);
  const { WEBSOCKET_URL, HTTP_URL, FILES_ORIGIN, IS_PROXIED } = environment;
  const emulator = emulatedObjects(settings);
  return [
    { name: "webSocketUrl", variable: "WEBSOCKET_URL", value: WEBSOCKET_URL },
    { name: "httpUrl", variable: "HTTP_URL", value: HTTP_URL },
    { name: "widgetUrl", variable: "WIDGET_URL", value: `${HTTP_URL}/widget.js` },
    { name: "chatPageUrl", variable: "CHAT_PAGE_URL", value: `${HTTP_URL}/chat/` },
    { name: "healthUrl", variable: "HEALTH_URL", value: `${HTTP_URL}/tg` },
    {
      name: "filesOrigin",
      variable: "FILES_ORIGIN",
      // An emulator serves buckets at its own address. The widget's function applies the same rule.
      value: emulator === undefined ? FILES_ORIGIN : new URL(emulator).origin,
    },
    { name: "isProxied", variable: "IS_PROXIED", value: IS_PROXIED === "true" },
  ];
}
