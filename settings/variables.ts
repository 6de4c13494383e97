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

const botToken = text(/^\d+:[A-Za-z0-9_-]+$/).optional();

const url = (protocol: RegExp) => z.url({ protocol }).regex(/[^/]$/).optional();

/** Every variable that the programs of this repository read; an empty one counts as not set. */
export const variableTable = {
  KITE_DEPLOYMENT: {
    schema: text(/^[A-Za-z0-9][A-Za-z0-9_-]*$/).default("kite"),
    meaning: "the deployment: a file deployments/<name>.json",
    wanted: "the name of a file in deployments/, without .json",
    where: "ls deployments",
  },
  KITE_STACKS: {
    schema: z
      .string()
      .transform((text) => text.split(",").map((name) => name.trim()))
      .pipe(z.array(z.enum(stackNames)).min(1))
      .optional(),
    meaning: "the stacks to synthesize, with commas between; set by the commands, all that can be when empty",
    wanted: `names of stacks with commas between: ${stackNames.join(", ")}`,
    where: "leave it out to synthesize all whose settings are complete",
  },
  KITE_STATE: {
    schema: z.enum(["s3", "local"]).default("s3"),
    meaning: "where Terraform keeps the state: s3, or local for a developer's own deployment on local files",
    wanted: "s3 or local",
    where: "leave it out for the bucket of the deployment",
  },
  KITE_SANDBOX: {
    schema: text(/^[a-z][a-z0-9]{0,11}$/).optional(),
    meaning: "the name of a second, complete deployment in the same account, as prefix of all its names",
    wanted: "1 to 12 lower-case letters and digits, a letter first",
    where: "choose one, for example your first name; leave it out for the deployment itself",
  },
  AWS_ENDPOINT_URL: {
    schema: url(/^https?$/),
    meaning: "an AWS emulator that stacks and state use in place of AWS",
    wanted: "an http or https URL without a slash at the end",
    where: "the documentation of the emulator; leave it out for AWS",
  },
  CLOUDFLARE_API_TOKEN: {
    schema: text(/^\S+$/).optional(),
    meaning: "the token by which Terraform changes the zone; for a deployment with a domainName",
    wanted: "an API token of Cloudflare for the zone, without spaces",
    where:
      "https://dash.cloudflare.com/profile/api-tokens; Zone: Read, DNS: Edit, and with a proxy also Zone WAF, Config Rules and Transform Rules: Edit",
    secret: true,
  },
  CLOUDFLARE_PROXY_SECRET: {
    schema: text(/^[A-Za-z0-9_-]{32,128}$/).optional(),
    meaning: "what the proxy shows the functions in a header; for a deployment with cloudflareProxy",
    wanted: "32 to 128 letters, digits, dashes and underscores that nobody can guess",
    where: "openssl rand -hex 32; another value and a deploy replace it",
    secret: true,
  },
  TELEGRAM_PROD_BOT_TOKEN: {
    schema: botToken,
    meaning: "the token of the bot of the stage prod; for npx kite secrets prod",
    wanted: "a bot token: digits, a colon, and a key",
    where: "@BotFather in Telegram, command /newbot or /token",
    secret: true,
  },
  EMAIL: {
    schema: z.email().optional(),
    meaning:
      "the address that the drift check reports to; npx kite bootstrap keeps it in the deployment file",
    wanted: "an email address",
    where: "whoever looks after the deployment; AWS asks to confirm it",
  },
  CLOUDFLARE_READ_TOKEN: {
    schema: text(/^\S+$/).optional(),
    meaning:
      "the token by which the drift check of kite-build reads the zone; for npx kite secrets app, with a domainName",
    wanted: "an API token of Cloudflare that may read the zone and change nothing, without spaces",
    where:
      "https://dash.cloudflare.com/profile/api-tokens; Zone: Read, DNS: Read, and with a proxy also Zone WAF, Config Rules and Transform Rules: Read",
    secret: true,
  },
  ALARM_FORWARDER_URL: {
    schema: z.string().refine(isForwarderUrl).optional(),
    meaning: "where alarms are posted, at Slack or Telegram; for npx kite secrets app, with alarmForwarder",
    wanted:
      "an https URL: a Slack incoming webhook https://hooks.slack.com/services/<…>/<…>/<…>, or https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>",
    where:
      "https://api.slack.com/apps, Incoming Webhooks; or @BotFather, best another bot than the one that visitors talk to",
    secret: true,
  },
  E2E_WEBSOCKET_URL: {
    schema: url(/^wss?$/),
    meaning: "the address of dev that the end-to-end test of kite-build talks to; for npx kite secrets dev",
    wanted: "a wss URL with the stage, without ?c= and without a slash at the end",
    where: "npm run smoke -- dev prints it",
  },
  E2E_CHANNEL: {
    schema: text(/^(?!.*__)[A-Za-z0-9_-]{8,32}$/).optional(),
    meaning: "the channel that the end-to-end test of kite-build talks in; for npx kite secrets dev",
    wanted: "8 to 32 letters, digits, _ or - (not __): a channel that the test's group hosts",
    where: "/host <name> in the group makes it",
  },
  E2E_GROUP_URL: {
    // Without its quotes dotenv takes what follows the # for a comment.
    schema: z
      .url({ protocol: /^https?$/ })
      .regex(/#\S+$/)
      .optional(),
    meaning:
      "the host's group of the end-to-end test of kite-build in Telegram Web; for npx kite secrets dev",
    wanted:
      "the address of a group in Telegram Web A with its # and what follows, in double quotes in .env, where a bare # begins a comment",
    where: "open the group in https://web.telegram.org/a/ and copy the address",
  },
  GITHUB_TOKEN: {
    schema: text(/^\S+$/).optional(),
    meaning: "the personal access token that npx kite github-credentials gives to CodeBuild",
    wanted: "a personal access token of GitHub or of your GitHub Enterprise server, without spaces",
    where:
      "https://github.com/settings/tokens, or the same page of your server; classic: repo and admin:repo_hook; fine-grained, for the repository: Contents read, Webhooks and Commit statuses read and write, Pull requests read",
    secret: true,
  },
  HOST: {
    schema: text(/^[A-Za-z0-9.:_-]+$/).default("127.0.0.1"),
    meaning: "the address that the local run listens on",
    wanted: "a host name or an IP address of this machine",
    where: "leave it out unless other machines must reach the local run",
  },
  PORT: {
    schema: text(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(0).max(65_535))
      .default(3000),
    meaning: "the port of the local run",
    wanted: "a port number up to 65535 (0: any that is free)",
    where: "choose one that is free",
  },
  DYNAMODB_ENDPOINT: {
    schema: url(/^https?$/),
    meaning: "a DynamoDB for the local run, for example http://127.0.0.1:8000 after npm run deploy-local",
    wanted: "an http or https URL without a slash at the end",
    where: "leave it out for the embedded database",
  },
  TELEGRAM_BOT_TOKEN: {
    schema: botToken,
    meaning:
      "the token of the bot of the stage dev; for npx kite secrets dev, and the local run with a real bot",
    wanted: "a bot token: digits, a colon, and a key",
    where: "@BotFather in Telegram, command /newbot or /token",
    secret: true,
  },
  TELEGRAM_API_ROOT: {
    schema: url(/^https?$/),
    meaning: "another Bot API server for the local run; the one of the page when empty",
    wanted: "an http or https URL without a slash at the end",
    where: "https://api.telegram.org for Telegram itself, or the address of your Bot API server",
  },
  TUNNEL_URL: {
    schema: url(/^https$/),
    meaning: "the public https address of a tunnel to the local run, through which Telegram reaches it",
    wanted: "an https URL without a slash at the end",
    where: "the tunnel's own output, for example of cloudflared or ngrok",
  },
} satisfies Readonly<Record<string, Variable>>;

/** The name of a variable. */
export type VariableName = keyof typeof variableTable;

/** The checked value of each variable, defaults filled in. */
export type VariableValues = {
  readonly [Name in VariableName]: z.infer<(typeof variableTable)[Name]["schema"]>;
};
