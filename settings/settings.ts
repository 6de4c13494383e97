import { join } from "node:path";
import { parse } from "dotenv";
import { REPOSITORY } from "../constructs/repository";
import { deepFreeze } from "./deep-freeze";
import { type Deployment, readDeployment } from "./deployment";
import { type EnvironmentResult, readEnvironment } from "./environment";
import { readText } from "./read-file";
import { inSandbox, sandboxFaults } from "./sandbox";
import { type SettingFault, SettingsError } from "./settings-error";
import { unknownVariables } from "./unknown-variables";
import type { StackName, VariableValues } from "./variables";

/** All settings: the deployment file and the environment, checked, complete and frozen. */
export interface Settings {
  readonly deployment: Deployment;
  /** `KITE_STACKS`; `undefined`: all whose settings are complete. */
  readonly wantedStacks: readonly StackName[] | undefined;
  /** `KITE_STATE`. */
  readonly state: "s3" | "local";
  /** `KITE_SANDBOX`; `undefined`: the deployment itself. */
  readonly sandbox: string | undefined;
  /** `AWS_ENDPOINT_URL`; `undefined`: AWS itself. */
  readonly awsEndpointUrl: string | undefined;
  readonly cloudflare: CloudflareSecrets;
  /** `TELEGRAM_PROD_BOT_TOKEN`, a secret; only `npx kite secrets` and a first deploy need it. */
  readonly telegramProdBotToken: string | undefined;
  /** `EMAIL`; `npx kite bootstrap` keeps it in the deployment file. */
  readonly email: string | undefined;
  /** `GITHUB_TOKEN`, a secret; only `npx kite github-credentials` needs it. */
  readonly githubToken: string | undefined;
  /** `ALARM_FORWARDER_URL`, a secret; only `npx kite secrets` needs it. */
  readonly alarmForwarderUrl: string | undefined;
  readonly endToEnd: EndToEndSettings;
  readonly localRun: LocalRunSettings;
}

/** What only a deployment with a domain needs; checked by the deploy scripts, for a synth needs none of it. */
export interface CloudflareSecrets {
  /** `CLOUDFLARE_API_TOKEN`, a secret. */
  readonly apiToken: string | undefined;
  /** `CLOUDFLARE_PROXY_SECRET`, a secret. */
  readonly proxySecret: string | undefined;
  /** `CLOUDFLARE_READ_TOKEN`, a secret; only `npx kite secrets` needs it. */
  readonly readToken: string | undefined;
}

/** With whom the end-to-end test of `kite-build` talks; only `npx kite secrets` needs it. */
export interface EndToEndSettings {
  /** `E2E_WEBSOCKET_URL`. */
  readonly webSocketUrl: string | undefined;
  /** `E2E_CHANNEL`. */
  readonly channelName: string | undefined;
  /** `E2E_GROUP_URL`. */
  readonly groupUrl: string | undefined;
}

/** What only the local run reads. */
export interface LocalRunSettings {
  /** `HOST`. */
  readonly host: string;
  /** `PORT`; 0: any that is free. */
  readonly port: number;
  /** `DYNAMODB_ENDPOINT`; `undefined`: the embedded database. */
  readonly dynamodbEndpoint: string | undefined;
  /** `TELEGRAM_BOT_TOKEN`, a secret; `undefined`: a made-up one. */
  readonly telegramBotToken: string | undefined;
  /** `TELEGRAM_API_ROOT`; `undefined`: the playground's own Bot API server. */
  readonly telegramApiRoot: string | undefined;
  /** `TUNNEL_URL`; `undefined`: no tunnel. */
  readonly tunnelUrl: string | undefined;
}

/** Where the settings are read from. */
export interface SettingsSource {
  /**
   * Folder with `.env` and `deployments/`.
   * @default - the repository
   */
  readonly directory?: string;
  /**
   * Variables; they come before those of `.env`.
   * @default - the environment of the process
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Either the settings, or every fault of both files with the stacks that were asked for. */
export type SettingsLookup =
  | { readonly settings: Settings; readonly warnings: readonly string[] }
  | {
      readonly faults: readonly SettingFault[];
      readonly wantedStacks: readonly StackName[] | undefined;
      readonly warnings: readonly string[];
    };

/**
 * Reads and checks all settings.
 * @throws SettingsError every fault of both files in one message
 */
export function readSettings(source: SettingsSource = {}): Settings {
  const lookup = lookUpSettings(source);
  if ("faults" in lookup) {
    throw new SettingsError(lookup.faults);
  }
  return lookup.settings;
}

/** Like {@link readSettings}, for a caller that can do something without them. */
export function lookUpSettings(source: SettingsSource = {}): SettingsLookup {
  const directory = source.directory ?? REPOSITORY;
  const environment = lookUpVariables(source);
  const { values, warnings } = environment;
  const read = readDeployment(
    join(directory, "deployments"),
    values.KITE_DEPLOYMENT,
    environment.namesDeployment,
  );
  const faults = [
    ...("faults" in read ? read.faults : sandboxFaults(read.deployment, values.KITE_SANDBOX)),
    ...environment.faults,
  ];
  if ("deployment" in read && faults.length === 0) {
    return { settings: deepFreeze(combine(read.deployment, values)), warnings };
  }
  return { faults, wantedStacks: values.KITE_STACKS, warnings };
}

/**
 * The checked variables of `.env` and the environment, for a program that has no deployment file.
 * @throws SettingsError every fault in one message
 */
export function readVariables(source: SettingsSource = {}): VariableValues {
  const { values, faults } = lookUpVariables(source);
  if (faults.length > 0) {
    throw new SettingsError(faults);
  }
  return values;
}

/**
 * What the local run reads, which is no deployment file.
 * @throws SettingsError every fault in one message
 */
export function readLocalRunSettings(source: SettingsSource = {}): LocalRunSettings {
  return localRunOf(readVariables(source));
}

/** A warning for each variable that looks like one of ours and is none. */
export function variableWarnings(source: SettingsSource = {}): readonly string[] {
  return lookUpVariables(source).warnings;
}

function lookUpVariables(
  source: SettingsSource,
): EnvironmentResult & { readonly warnings: readonly string[]; readonly namesDeployment: boolean } {
  const dotenv = readDotenv(join(source.directory ?? REPOSITORY, ".env"));
  const environment = source.environment ?? process.env;
  const variables: SettingsSource["environment"] = { ...dotenv.variables, ...environment };
  const { values, faults } = readEnvironment(variables);
  return {
    values,
    namesDeployment: (variables.KITE_DEPLOYMENT ?? "").trim() !== "",
    faults: [...dotenv.faults, ...faults],
    warnings: unknownVariables(Object.keys(dotenv.variables), Object.keys(environment)),
  };
}

function readDotenv(path: string): {
  readonly variables: Readonly<Record<string, string>>;
  readonly faults: readonly SettingFault[];
} {
  const read = readText(path);
  if ("text" in read) return { variables: parse(read.text), faults: [] };
  if (read.kind === "missing") return { variables: {}, faults: [] };
  const fault = {
    name: "the whole file",
    source: ".env",
    kind: read.kind,
    got: read.problem,
    wanted: "a text file in UTF-8, or in UTF-16 with a byte order mark",
    where: "copy .env.example.txt, or save the file again as UTF-8",
  };
  return { variables: {}, faults: [fault] };
}

function combine(deployment: Deployment, values: VariableValues): Settings {
  return {
    deployment: inSandbox(deployment, values.KITE_SANDBOX),
    wantedStacks: values.KITE_STACKS,
    state: values.KITE_STATE,
    sandbox: values.KITE_SANDBOX,
    awsEndpointUrl: values.AWS_ENDPOINT_URL,
    cloudflare: {
      apiToken: values.CLOUDFLARE_API_TOKEN,
      proxySecret: values.CLOUDFLARE_PROXY_SECRET,
      readToken: values.CLOUDFLARE_READ_TOKEN,
    },
    telegramProdBotToken: values.TELEGRAM_PROD_BOT_TOKEN,
    email: values.EMAIL,
    githubToken: values.GITHUB_TOKEN,
    alarmForwarderUrl: values.ALARM_FORWARDER_URL,
    endToEnd: {
      webSocketUrl: values.E2E_WEBSOCKET_URL,
      channelName: values.E2E_CHANNEL,
      groupUrl: values.E2E_GROUP_URL,
    },
    localRun: localRunOf(values),
  };
}

function localRunOf(values: VariableValues): LocalRunSettings {
  return {
    host: values.HOST,
    port: values.PORT,
    dynamodbEndpoint: values.DYNAMODB_ENDPOINT,
    telegramBotToken: values.TELEGRAM_BOT_TOKEN,
    telegramApiRoot: values.TELEGRAM_API_ROOT,
    tunnelUrl: values.TUNNEL_URL,
  };
}
