import { z } from "zod";
import type { Option } from "../stacks/options/option";
import { text } from "../stacks/options/option";
import { isForwarderUrl } from "./forwarder-url";

/** The stacks of the program, in the order in which they are deployed. */
export const stackNames = ["local", "kite-state", "kite-build", "kite"] as const;

/** The name of a stack as `KITE_STACKS` takes it. */
export type StackName = (typeof stackNames)[number];

/** A variable of `.env` or of the environment; its schema checks a text that is never empty. */
export interface Variable<Schema extends z.ZodType = z.ZodType> extends Option<Schema> {
  /** One sentence: what it is for. */
  readonly meaning: string;
  /** True: its value is never shown. */
  readonly secret?: boolean;
}

/**
 * Creates a row of the table.
 * @param meaning what the variable is for
 * @param wanted what a value must be
 * @param where where a right value comes from
 */
function variable<Schema extends z.ZodType>(schema: Schema, meaning: string, wanted: string, where: string) {
  return { schema, meaning, wanted, where };
}

/** Creates the row of a variable whose value is never shown. */
function secret<Schema extends z.ZodType>(...row: Parameters<typeof variable<Schema>>) {
  return { ...variable(...row), secret: true };
}

const botToken = text(/^\d+:[A-Za-z0-9_-]+$/).optional();

const url = (protocol: RegExp) => z.url({ protocol }).regex(/[^/]$/).optional();

/** Every variable that the programs of this repository read; an empty one counts as not set. */
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
    "the stacks to synthesize, with commas between; set by the commands, all that can be when empty",
    `names of stacks with commas between: ${stackNames.join(", ")}`,
    "leave it out to synthesize all whose settings are complete",
  ),
  KITE_STATE: variable(
    z.enum(["s3", "local"]).default("s3"),
    "where Terraform keeps the state: s3, or local for a developer's own deployment on local files",
    "s3 or local",
    "leave it out for the bucket of the deployment",
  ),
  KITE_SANDBOX: variable(
    text(/^[a-z][a-z0-9]{0,11}$/).optional(),
    "the name of a second, complete deployment in the same account, as prefix of all its names",
    "1 to 12 lower-case letters and digits, a letter first",
    "choose one, for example your first name; leave it out for the deployment itself",
  ),
  AWS_ENDPOINT_URL: variable(
    url(/^https?$/),
    "an AWS emulator that stacks and state use in place of AWS",
    "an http or https URL without a slash at the end",
    "the documentation of the emulator; leave it out for AWS",
  ),
  CLOUDFLARE_API_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the token by which Terraform changes the zone; for a deployment with a domainName",
    "an API token of Cloudflare for the zone, without spaces",
    "https://dash.cloudflare.com/profile/api-tokens; Zone: Read, DNS: Edit, and with a proxy also Zone WAF, Config Rules and Transform Rules: Edit",
  ),
  CLOUDFLARE_PROXY_SECRET: secret(
    text(/^[A-Za-z0-9_-]{32,128}$/).optional(),
    "what the proxy shows the functions in a header; for a deployment with cloudflareProxy",
    "32 to 128 letters, digits, dashes and underscores that nobody can guess",
    "openssl rand -hex 32; another value and a deploy replace it",
  ),
  TELEGRAM_PROD_BOT_TOKEN: secret(
    botToken,
    "the token of the bot of the stage prod; for npx kite secrets prod",
    "a bot token: digits, a colon, and a key",
    "@BotFather in Telegram, command /newbot or /token",
  ),
  EMAIL: variable(
    z.email().optional(),
    "the address that the drift check reports to; npx kite bootstrap keeps it in the deployment file",
    "an email address",
    "whoever looks after the deployment; AWS asks to confirm it",
  ),
  CLOUDFLARE_READ_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the token by which the drift check of kite-build reads the zone; for npx kite secrets app, with a domainName",
    "an API token of Cloudflare that may read the zone and change nothing, without spaces",
    "https://dash.cloudflare.com/profile/api-tokens; Zone: Read, DNS: Read, and with a proxy also Zone WAF, Config Rules and Transform Rules: Read",
  ),
  ALARM_FORWARDER_URL: secret(
    z.string().refine(isForwarderUrl).optional(),
    "where alarms are posted, at Slack or Telegram; for npx kite secrets app, with alarmForwarder",
    "an https URL: a Slack incoming webhook https://hooks.slack.com/services/<…>/<…>/<…>, or https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>",
    "https://api.slack.com/apps, Incoming Webhooks; or @BotFather, best another bot than the one that visitors talk to",
  ),
  E2E_WEBSOCKET_URL: variable(
    url(/^wss?$/),
    "the address of dev that the end-to-end test of kite-build talks to; for npx kite secrets dev",
    "a wss URL with the stage, without ?c= and without a slash at the end",
    "npm run smoke -- dev prints it",
  ),
  E2E_CHANNEL: variable(
    text(/^(?!.*__)[A-Za-z0-9_-]{8,32}$/).optional(),
    "the channel that the end-to-end test of kite-build talks in; for npx kite secrets dev",
    "8 to 32 letters, digits, _ or - (not __): a channel that the test's group hosts",
    "/host <name> in the group makes it",
  ),
  E2E_GROUP_URL: variable(
    // Without its quotes dotenv takes what follows the # for a comment.
    z
      .url({ protocol: /^https?$/ })
      .regex(/#\S+$/)
      .optional(),
    "the host's group of the end-to-end test of kite-build in Telegram Web; for npx kite secrets dev",
    "the address of a group in Telegram Web A with its # and what follows, in double quotes in .env, where a bare # begins a comment",
    "open the group in https://web.telegram.org/a/ and copy the address",
  ),
  GITHUB_TOKEN: secret(
    text(/^\S+$/).optional(),
    "the personal access token that npx kite github-credentials gives to CodeBuild",
    "a personal access token of GitHub or of your GitHub Enterprise server, without spaces",
    "https://github.com/settings/tokens, or the same page of your server; classic: repo and admin:repo_hook; fine-grained, for the repository: Contents read, Webhooks and Commit statuses read and write, Pull requests read",
  ),
  HOST: variable(
    text(/^[A-Za-z0-9.:_-]+$/).default("127.0.0.1"),
    "the address that the local run listens on",
    "a host name or an IP address of this machine",
    "leave it out unless other machines must reach the local run",
  ),
  PORT: variable(
    text(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(0).max(65_535))
      .default(3000),
    "the port of the local run",
    "a port number up to 65535 (0: any that is free)",
    "choose one that is free",
  ),
  DYNAMODB_ENDPOINT: variable(
    url(/^https?$/),
    "a DynamoDB for the local run, for example http://127.0.0.1:8000 after npm run deploy-local",
    "an http or https URL without a slash at the end",
    "leave it out for the embedded database",
  ),
  TELEGRAM_BOT_TOKEN: secret(
    botToken,
    "the token of the bot of the stage dev; for npx kite secrets dev, and the local run with a real bot",
    "a bot token: digits, a colon, and a key",
    "@BotFather in Telegram, command /newbot or /token",
  ),
  TELEGRAM_API_ROOT: variable(
    url(/^https?$/),
    "another Bot API server for the local run; the one of the page when empty",
    "an http or https URL without a slash at the end",
    "https://api.telegram.org for Telegram itself, or the address of your Bot API server",
  ),
  TUNNEL_URL: variable(
    url(/^https$/),
    "the public https address of a tunnel to the local run, through which Telegram reaches it",
    "an https URL without a slash at the end",
    "the tunnel's own output, for example of cloudflared or ngrok",
  ),
} satisfies Readonly<Record<string, Variable>>;

/** The name of a variable. */
export type VariableName = keyof typeof variableTable;

/** The checked value of each variable, defaults filled in. */
export type VariableValues = {
  readonly [Name in VariableName]: z.infer<(typeof variableTable)[Name]["schema"]>;
};
