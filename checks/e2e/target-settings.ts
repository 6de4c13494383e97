import { join } from "node:path";

/** Target of the suite. */
export type TargetSettings = { readonly name: "local" } | AwsTargetSettings;

/** Describes a deployed stage, and a host in Telegram itself. */
export interface AwsTargetSettings {
  readonly name: "aws";
  /** WebSocket URL of the stage, without `?c=`. */
  readonly webSocketUrl: string;
  /** Channel that the group hosts. */
  readonly channelName: string;
  /** URL of the group in Telegram Web A. */
  readonly groupUrl: string;
  /** Playwright's storage state of a session of Telegram Web. */
  readonly authFile: string;
  /**
   * Port of the page that visitors use. A stage with an allow-list of origins must allow `http://localhost:<port>`.
   * @default - any free port
   */
  readonly pagePort: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The error for each variable of the target `aws` that is not set. */
const wantedTexts: Readonly<Record<string, string>> = {
  E2E_WEBSOCKET_URL: `E2E_WEBSOCKET_URL: expected the stage's WebSocket URL, such as wss://abc.execute-api.eu-west-1.amazonaws.com/dev; "npm run smoke -- <stage>" prints it.`,
  E2E_CHANNEL:
    "E2E_CHANNEL: expected the name of the channel that the group hosts. Create it with /host <name> in the group.",
  E2E_GROUP_URL:
    "E2E_GROUP_URL: expected the address of the host's group in Telegram Web A, such as https://web.telegram.org/a/#-1001234567890. Open the group and copy it.",
};

/** Path of the session of Telegram Web, which the pipeline downloads. */
const defaultAuthFile = join(__dirname, "auth.json");

/**
 * Reads the target from `E2E_TARGET` and the variables that belong to it.
 * @param environment For example `process.env`.
 * @throws Error with a sentence for each missing or wrong variable
 */
export function readTargetSettings(environment: Environment): TargetSettings {
  const { E2E_TARGET: name = "local" } = environment;
  if (name === "local") {
    return { name };
  }
  if (name !== "aws") {
    throw new Error(`E2E_TARGET: expected local or aws, received "${name}".`);
  }
  const faults = Object.entries(wantedTexts).flatMap(([variable, sentence]) =>
    environment[variable] ? [] : [sentence],
  );
  const { E2E_WEBSOCKET_URL: webSocketUrl = "", E2E_CHANNEL: channelName = "" } = environment;
  const {
    E2E_GROUP_URL: groupUrl = "",
    E2E_AUTH: authFile = defaultAuthFile,
    E2E_PAGE_PORT: port = "0",
  } = environment;
  if (webSocketUrl !== "" && !/^wss?:\/\//.test(webSocketUrl)) {
    faults.push(`E2E_WEBSOCKET_URL: expected a URL that begins with wss://, received "${webSocketUrl}".`);
  }
  if (groupUrl !== "" && !URL.canParse(groupUrl)) {
    faults.push(`E2E_GROUP_URL: expected a URL, received "${groupUrl}".`);
  }
  if (!/^\d{1,5}$/.test(port)) {
    faults.push(`E2E_PAGE_PORT: expected a port, or 0 for any free one, received "${port}".`);
  }
  if (faults.length > 0) {
    throw new Error(`The settings of the target aws are not complete:\n${faults.join("\n")}`);
  }
  return { name, webSocketUrl, channelName, groupUrl, authFile, pagePort: Number(port) };
}
