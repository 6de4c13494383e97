import { channelNamePattern, channelNameRule } from "@kite-chat/protocol";
import { z } from "zod";
import type { Option } from "../stacks/options/option";
import { text } from "../stacks/options/option";
import { isForwarderUrl } from "./forwarder-url";

/** The stacks of the program, in the order of their deployment. */
export const stackNames = ["local", "kite-state", "kite-build", "kite"] as const;

/** The name of a stack in `KITE_STACKS`. */
export type StackName = (typeof stackNames)[number];

/** Represents a variable of `.env` or the environment. Its schema never receives an empty text. */
export interface Variable<Schema extends z.ZodType = z.ZodType> extends Option<Schema> {
  /** The variable's purpose, in one sentence. */
  readonly meaning: string;
  /** Whether the value must never be shown. @default false */
  readonly secret?: boolean;
}

/**
 * Creates a row of the table.
 * @param meaning the variable's purpose
 * @param expected The expected value, for errors.
 * @param where a hint on where to find a value or how to choose one
 */
function variable<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
  expected: string,
  where: string,
) {
  return { schema, meaning, expected, where };
}

/** Creates the row of a variable whose value must never be shown. */
function secret<Schema extends z.ZodType>(...row: Parameters<typeof variable<Schema>>) {
  return { ...variable(...row), secret: true };
}

const botToken = text(/^\d+:[A-Za-z0-9_-]+$/).optional();

const url = (protocol: RegExp) => z.url({ protocol }).regex(/[^/]$/).optional();

/** Every variable that the programs of this repository read. An empty variable counts as not set. */
export const variableTable = {
  KITE_DEPLOYMENT: variable(
    text(/^[A-Za-z0-9][A-Za-z0-9_-]*$/).default("kite"),
    "the deployment: a file deployments/<name>.json",
    "the name of a file in deployments/, without .json",
    "ls deployments",
  ),
  KITE_STACKS: variable(
    z
      .string()
      .transform((text) => text.split(",").map((name) => name.trim()))
      .pipe(z.array(z.enum(stackNames)).min(1))
      .optional(),
    "the stacks to synthesize, separated by commas; the commands set it (default: all that have complete settings)",
    `names of stacks, separated by commas: ${stackNames.join(", ")}`,
    "leave it empty to synthesize every stack with complete settings",
  ),
  KITE_STATE: variable(
    z.enum(["s3", "local"]).default("s3"),
    "the location of Terraform's state: s3, or local for a developer's own deployment on local files",
    "s3 or local",
    "leave it empty to use the deployment's bucket",
  ),
  KITE_SANDBOX: variable(
    text(/^[a-z][a-z0-9]{0,11}$/).optional(),
    "the name of a second, complete deployment in the same account, which becomes the prefix of all its names",
    "1 to 12 lower-case letters and digits that start with a letter",
    "choose a name, for example your first name; leave it empty for the main deployment",
  ),
  AWS_ENDPOINT_URL: variable(
    url(/^https?$/),
    "the URL of an AWS emulator that the stacks and the state use in place of AWS",
    "an http or https URL without a slash at the end",
    "see the emulator's documentation; leave it empty for AWS",
  ),
  CLOUDFLARE_API_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the token with which Terraform changes the zone, for a deployment with a domainName",
    "a Cloudflare API token for the zone, without spaces",
    "https://dash.cloudflare.com/profile/api-tokens; permissions: Zone: Read, DNS: Edit, and with the proxy also Zone WAF, Config Rules and Transform Rules: Edit",
  ),
  CLOUDFLARE_PROXY_SECRET: secret(
    text(/^[A-Za-z0-9_-]{32,128}$/).optional(),
    "the value that the proxy sends to the functions in a header, for a deployment with cloudflareProxy",
    "32 to 128 letters, digits, dashes and underscores that nobody can guess",
    "openssl rand -hex 32; to replace the secret, set another value and deploy",
  ),
  TELEGRAM_PROD_BOT_TOKEN: secret(
    botToken,
    "the bot token of the stage prod, for npx kite secrets prod",
    "a bot token: digits, a colon and a key",
    "@BotFather in Telegram, command /newbot or /token",
  ),
  EMAIL: variable(
    z.email().optional(),
    "the address that receives drift reports; npx kite bootstrap stores it in the deployment file",
    "an email address",
    "use the address of the person who maintains the deployment; AWS asks to confirm it",
  ),
  CLOUDFLARE_READ_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the token with which the drift check of kite-build reads the zone, for npx kite secrets app with a domainName",
    "a read-only Cloudflare API token for the zone, without spaces",
    "https://dash.cloudflare.com/profile/api-tokens; permissions: Zone: Read, DNS: Read, and with the proxy also Zone WAF, Config Rules and Transform Rules: Read",
  ),
  ALARM_FORWARDER_URL: secret(
    z.string().refine(isForwarderUrl).optional(),
    "the URL at Slack or Telegram that receives alarms, for npx kite secrets app with alarmForwarder",
    "an https URL: a Slack incoming webhook https://hooks.slack.com/services/<…>/<…>/<…>, or https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>",
    "https://api.slack.com/apps, Incoming Webhooks; or @BotFather, preferably another bot than the one that visitors use",
  ),
  E2E_WEBSOCKET_URL: variable(
    url(/^wss?$/),
    "the WebSocket URL of dev for the end-to-end test of kite-build, for npx kite secrets dev",
    "a wss URL with the stage, without ?c= and without a slash at the end",
    "npm run smoke -- dev prints it",
  ),
  E2E_CHANNEL: variable(
    text(channelNamePattern).optional(),
    "the channel of the end-to-end test of kite-build, for npx kite secrets dev",
    `${channelNameRule}: a channel that the test's group hosts`,
    "send /host <name> in the group to create it",
  ),
  E2E_GROUP_URL: variable(
    // Without the quotes, dotenv reads everything after the # as a comment.
    z
      .url({ protocol: /^https?$/ })
      .regex(/#\S+$/)
      .optional(),
    "the host's group in Telegram Web for the end-to-end test of kite-build, for npx kite secrets dev",
    "the address of a group in Telegram Web A including the # and the part after it; in double quotes in .env, because a bare # starts a comment",
    "open the group in https://web.telegram.org/a/ and copy the address",
  ),
  GITHUB_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the personal access token that npx kite github-credentials passes to CodeBuild",
    "a personal access token of GitHub or of your GitHub Enterprise server, without spaces",
    "https://github.com/settings/tokens, or the same page of your server; permissions: repo and admin:repo_hook for a classic token; for a fine-grained token, on the repository: Contents read, Webhooks and Commit statuses read and write, Pull requests read",
  ),
  HOST: variable(
    text(/^[A-Za-z0-9.:_-]+$/).default("127.0.0.1"),
    "the address that the local run listens on",
    "a host name or an IP address of this machine",
    "leave it empty unless other machines must reach the local run",
  ),
  PORT: variable(
    text(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(0).max(65_535))
      .default(3000),
    "the port of the local run",
    "a port number up to 65535 (0 picks a free port)",
    "choose a free port",
  ),
  DYNAMODB_ENDPOINT: variable(
    url(/^https?$/),
    "the URL of a DynamoDB for the local run, for example http://127.0.0.1:8000 after npm run deploy-local",
    "an http or https URL without a slash at the end",
    "leave it empty for the embedded database",
  ),
  TELEGRAM_BOT_TOKEN: secret(
    botToken,
    "the bot token of the stage dev, for npx kite secrets dev and for a local run with a real bot",
    "a bot token: digits, a colon and a key",
    "@BotFather in Telegram, command /newbot or /token",
  ),
  TELEGRAM_API_ROOT: variable(
    url(/^https?$/),
    "the Bot API server of the local run (default: the server that npm start provides)",
    "an http or https URL without a slash at the end",
    "https://api.telegram.org for Telegram itself, or the address of your Bot API server",
  ),
  TUNNEL_URL: variable(
    url(/^https$/),
    "the public https address of a tunnel to the local run, through which Telegram reaches it",
    "an https URL without a slash at the end",
    "see the output of the tunnel, for example of cloudflared or ngrok",
  ),
} satisfies Readonly<Record<string, Variable>>;

/** The name of a variable. */
export type VariableName = keyof typeof variableTable;

/** The checked value of each variable, with defaults filled in. */
export type VariableValues = {
  readonly [Name in VariableName]: z.infer<(typeof variableTable)[Name]["schema"]>;
};
