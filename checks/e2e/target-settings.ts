import { join } from "node:path";

/** Selects what the suite tests. */
export type TargetSettings = { readonly name: "local" } | AwsTargetSettings;

/** Describes a deployed stage, and a host in Telegram itself. */
export interface AwsTargetSettings {
  readonly name: "aws";
  /** WebSocket URL of the stage, without `?c=`. */
  readonly webSocketUrl: string;
  /** The channel that the group hosts. */
  readonly channelName: string;
  /** The group in Telegram Web A. */
  readonly groupUrl: string;
  /** Playwright's storage state of a session of Telegram Web. */
  readonly authFile: string;
  /**
   * Port of the page that visitors use. A stage with an allow-list of origins must admit `http://localhost:<port>`.
   * @default - any that is free
   */
  readonly pagePort: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The error for each variable of the target `aws` that is not set. */
const wantedTexts: Readonly<Record<string, string>> = {
  E2E_WEBSOCKET_URL: `E2E_WEBSOCKET_URL: wanted the stage's WebSocket URL, like wss://abc.execute-api.eu-west-1.amazonaws.com/dev; "npm run smoke -- <stage>" prints it.`,
  E2E_CHANNEL:
    "E2E_CHANNEL: wanted the name of the channel that the group hosts; /host <name> in the group makes it.",
  E2E_GROUP_URL:
    "E2E_GROUP_URL: wanted the address of the host's group in Telegram Web A, like https://web.telegram.org/a/#-1001234567890; open the group and copy it.",
};

/** The pipeline puts the session of Telegram Web here. */
const defaultAuthFile = join(__dirname, "auth.json");

/**
 * Reads the target from `E2E_TARGET` and the variables that belong to it.
 * @param environment for example `process.env`
 * @throws Error with a sentence for each variable that is missing or wrong
 */
export function readTargetSettings(environment: Environment): TargetSettings {
  const { E2E_TARGET: name = "local" } = environment;
  if (name === "local") {
    return { name };
  }
  if (name !== "aws") {
    throw new Error(`E2E_TARGET: got "${name}"; wanted local or aws.`);
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
    faults.push(`E2E_WEBSOCKET_URL: got "${webSocketUrl}"; wanted a URL that begins with wss://.`);
  }
  if (groupUrl !== "" && !URL.canParse(groupUrl)) {
    faults.push(`E2E_GROUP_URL: got "${groupUrl}"; wanted a URL.`);
  }
  if (!/^\d{1,5}$/.test(port)) {
    faults.push(`E2E_PAGE_PORT: got "${port}"; wanted a port, 0 for any.`);
  }
  if (faults.length > 0) {
    throw new Error(`The target aws is not described:\n${faults.join("\n")}`);
  }
  return { name, webSocketUrl, channelName, groupUrl, authFile, pagePort: Number(port) };
}
