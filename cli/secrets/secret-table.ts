import type { PhysicalNames } from "../../constructs/account/physical-names";
import { placeholderRepository } from "../../settings/deployment-options";
import type { Settings } from "../../settings/settings";
import type { VariableName } from "../../settings/variables";
import type { StageName } from "../../stacks/stage-props";

/** To whom secrets belong: a stage, or `app`, the whole of it. */
export type Place = StageName | "app";

/** The variables with texts that a person puts into the parameter store. */
export type SecretVariable = Extract<
  VariableName,
  `TELEGRAM_${string}TOKEN` | `E2E_${string}` | "ALARM_FORWARDER_URL" | "CLOUDFLARE_READ_TOKEN"
>;

/** Something that the parameter store keeps and no plan holds. Most of it is secret, so all of it is treated so. */
export interface Secret {
  /** What it is, for a person. */
  readonly title: string;
  /** The variable of `.env` that holds it. */
  readonly variable: SecretVariable;
  /** Whose it is. */
  readonly owner: Place;
  /** The stack whose functions or builds read it. */
  readonly reader: "kite" | "kite-build";
  /** True: the stack is not deployed without it. @default false */
  readonly required?: boolean;
  /** True: a bot's token; no other stage may have the same, and the webhook follows it. @default false */
  readonly ofBot?: boolean;
  /** What it is read for. */
  readonly purpose: string;
  /** When the deployment has somebody who reads it, to go after "when". */
  readonly usedWhen: string;
  /** When a new value is taken. */
  readonly takenUp: string;
  /** Whether the deployment has somebody who reads it. */
  isUsed(settings: Settings): boolean;
  /** The parameter in which it is kept. */
  parameter(names: PhysicalNames, place: Place): string;
}

const ofTest = {
  owner: "dev",
  reader: "kite-build",
  usedWhen: "gitRepositoryUrl names your repository",
  takenUp: "The next build takes it.",
  isUsed: hasBuilds,
} as const;

const botSecret = {
  title: "the bot's token",
  reader: "kite",
  required: true,
  // A bot has one webhook.
  ofBot: true,
  purpose: "the functions talk to Telegram with it",
  usedWhen: "there is a stage",
  takenUp: "Running functions take it within five minutes, or as soon as Telegram refuses the old one.",
  isUsed: () => true,
  parameter: (names, place) => names.botTokenParameter(place),
} satisfies Partial<Secret>;

/** Everything that `npx kite secrets` puts. The proxy's secret is not here: the stack `kite` puts that itself. */
export const secretTable: readonly Secret[] = [
  { ...botSecret, variable: "TELEGRAM_BOT_TOKEN", owner: "dev" },
  { ...botSecret, variable: "TELEGRAM_PROD_BOT_TOKEN", owner: "prod" },
  {
    ...ofTest,
    title: "the address of dev",
    variable: "E2E_WEBSOCKET_URL",
    purpose: "the end-to-end test talks to this address of dev",
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
    purpose: "the end-to-end test talks in this channel",
    parameter: (names) => names.endToEndParameter("channel"),
  },
  {
    title: "where alarms are posted",
    variable: "ALARM_FORWARDER_URL",
    owner: "app",
    reader: "kite",
    purpose: "until it is there no alarm goes to Slack or Telegram",
    usedWhen: "alarmForwarder is true",
    takenUp: "The forwarder takes it within five minutes.",
    isUsed: ({ deployment }) => deployment.alarmForwarder,
    parameter: (names) => names.alarmForwarderUrlParameter(),
  },
  {
    title: "the token that reads the zone",
    variable: "CLOUDFLARE_READ_TOKEN",
    owner: "app",
    reader: "kite-build",
    purpose: "the drift check reads the zone with this token of Cloudflare (Zone: Read, DNS: Read)",
    usedWhen: "a build looks for drift and there is a domainName",
    takenUp: "The next build takes it.",
    isUsed: readsZone,
    parameter: (names) => names.cloudflareTokenParameter(),
  },
];

/** `kite-build` cannot be deployed while the file names the example's repository. */
function hasBuilds({ deployment }: Settings): boolean {
  return deployment.gitRepositoryUrl !== placeholderRepository;
}

/** No build looks for drift when the state lies in a local file, or the functions begin with a local zip. */
function readsZone(settings: Settings): boolean {
  const { domainName, buildLambdaViaAsset } = settings.deployment;
  const hasDriftCheck = settings.variables.KITE_STATE === "s3" && !buildLambdaViaAsset;
  return hasBuilds(settings) && domainName !== undefined && hasDriftCheck;
}
