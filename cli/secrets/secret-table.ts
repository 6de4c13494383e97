import type { PhysicalNames } from "../../constructs/account/physical-names";
import { placeholderRepository } from "../../settings/deployment-options";
import type { Settings } from "../../settings/settings";
import type { VariableName } from "../../settings/variables";
import type { StageName } from "../../stacks/stage-props";

/** Owner of secrets: a stage, or `app` for all stages together. */
export type Place = StageName | "app";

/** Variables that a person stores in the parameter store. */
export type SecretVariable = Extract<
  VariableName,
  `TELEGRAM_${string}TOKEN` | `E2E_${string}` | "ALARM_FORWARDER_URL" | "CLOUDFLARE_READ_TOKEN"
>;

/** A value in the parameter store that no stack contains. Most values are secret, so all are treated as secrets. */
export interface Secret {
  /** Display name. */
  readonly title: string;
  /** Variable in `.env` with the value. */
  readonly variable: SecretVariable;
  /** Place to which it belongs. */
  readonly owner: Place;
  /** Stack whose functions or builds read it. */
  readonly reader: "kite" | "kite-build";
  /** Whether the stack cannot be deployed without it. @default false */
  readonly required?: boolean;
  /**
   * Whether the value is a bot token. Each stage needs its own token, and storing one sets the webhook.
   * @default false
   */
  readonly ofBot?: boolean;
  /** Use of the value, as a clause. */
  readonly purpose: string;
  /** Condition under which the deployment reads it, to follow the word "when". */
  readonly usedWhen: string;
  /** Sentence that describes when a new value takes effect. */
  readonly takenUp: string;
  /** Returns whether the deployment reads it. */
  isUsed(settings: Settings): boolean;
  /** Returns the name of its parameter. */
  parameter(names: PhysicalNames, place: Place): string;
}

const ofTest = {
  owner: "dev",
  reader: "kite-build",
  usedWhen: "gitRepositoryUrl names your repository",
  takenUp: "The next build uses it.",
  isUsed: hasBuilds,
} as const;

const botSecret = {
  title: "the bot's token",
  reader: "kite",
  required: true,
  // Each stage needs its own bot, because a bot has one webhook.
  ofBot: true,
  purpose: "the functions use it to call Telegram",
  usedWhen: "there is a stage",
  takenUp: "Running functions use it within five minutes, or as soon as Telegram rejects the old one.",
  isUsed: () => true,
  parameter: (names, place) => names.botTokenParameter(place),
} satisfies Partial<Secret>;

/** Secrets that `npx kite secrets` stores. The proxy's secret is not among them: the stack `kite` stores it itself. */
export const secretTable: readonly Secret[] = [
  { ...botSecret, variable: "TELEGRAM_BOT_TOKEN", owner: "dev" },
  { ...botSecret, variable: "TELEGRAM_PROD_BOT_TOKEN", owner: "prod" },
  {
    ...ofTest,
    title: "the address of dev",
    variable: "E2E_WEBSOCKET_URL",
    purpose: "the end-to-end test connects to this address of dev",
    parameter: (names) => names.endToEndParameter("websocket-url"),
  },
  {
    ...ofTest,
    title: "the host's group",
    variable: "E2E_GROUP_URL",
    purpose: "the end-to-end test opens this address of the host's group in Telegram Web",
    parameter: (names) => names.endToEndParameter("telegram-group"),
  },
  {
    ...ofTest,
    title: "the test's channel",
    variable: "E2E_CHANNEL",
    purpose: "the end-to-end test uses this channel",
    parameter: (names) => names.endToEndParameter("channel"),
  },
  {
    title: "the URL to which alarms are posted",
    variable: "ALARM_FORWARDER_URL",
    owner: "app",
    reader: "kite",
    purpose: "no alarm is sent to Slack or Telegram until it is stored",
    usedWhen: "alarmForwarder is true",
    takenUp: "The forwarder uses it within five minutes.",
    isUsed: ({ deployment }) => deployment.alarmForwarder,
    parameter: (names) => names.alarmForwarderUrlParameter(),
  },
  {
    title: "the token that reads the zone",
    variable: "CLOUDFLARE_READ_TOKEN",
    owner: "app",
    reader: "kite-build",
    purpose: "the drift check reads the zone with this token of Cloudflare (Zone: Read, DNS: Read)",
    usedWhen: "a build checks for drift and there is a domainName",
    takenUp: "The next build uses it.",
    isUsed: readsZone,
    parameter: (names) => names.cloudflareTokenParameter(),
  },
];

/** Returns whether there are builds. `kite-build` cannot be deployed with the repository of the example. */
function hasBuilds({ deployment }: Settings): boolean {
  return deployment.gitRepositoryUrl !== placeholderRepository;
}

/** Returns whether a build reads the zone. With a local state file, or with code from an asset, no build checks drift. */
function readsZone(settings: Settings): boolean {
  const { domainName, buildLambdaViaAsset } = settings.deployment;
  const hasDriftCheck = settings.variables.KITE_STATE === "s3" && !buildLambdaViaAsset;
  return hasBuilds(settings) && domainName !== undefined && hasDriftCheck;
}
