import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { liveAlias } from "../../constructs/functions/lambda-function";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { explained, functionClient, ifThere } from "../aws-clients";
import { UsageError } from "../command";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";

/** The options of `kite smoke`. */
export interface SmokeOptions {
  readonly ws?: string | undefined;
  readonly http?: string | undefined;
  readonly channel?: string | undefined;
  readonly yes: boolean;
}

/** Where a stage is. */
type StageUrls = Pick<ChatUrls, "webSocketUrl" | "httpUrl">;

/** What to check: a stage, a chat at URLs, or both. */
export interface SmokeTarget {
  readonly stage: string | undefined;
  readonly urls: StageUrls | undefined;
  readonly channelName: string | undefined;
  /** Whether a host of prod may get messages. */
  readonly meant: boolean;
}

/** @throws UsageError when the words name no target, or half of one */
export function readSmokeWords(
  stage: string | undefined,
  { ws, http, channel, yes }: SmokeOptions,
): SmokeTarget {
  if ((ws === undefined) !== (http === undefined) || (stage ?? ws) === undefined) {
    throw new UsageError("Wanted a stage, or both --ws and --http.");
  }
  const urls =
    ws === undefined
      ? undefined
      : { webSocketUrl: readUrl("--ws", ws, "ws"), httpUrl: readUrl("--http", http, "http") };
  return { stage, urls, channelName: channel, meant: yes };
}

/** @param scheme `ws` or `http`; each may be secure */
function readUrl(flag: string, value = "", scheme: string): string {
  if (!URL.canParse(value) || !new RegExp(`^${scheme}s?:$`).test(new URL(value).protocol)) {
    throw new UsageError(
      `${flag}: got "${value}"; wanted a URL that begins with ${scheme}s:// or ${scheme}://.`,
    );
  }
  return value.replace(/\/+$/, "");
}

/**
 * Finds the URLs of the chat to check.
 * @throws UserError when the stage is not deployed, or when a host of prod would get messages unmeant
 */
export async function findUrls({ stage = "", urls, channelName, meant }: SmokeTarget): Promise<StageUrls> {
  refuseProdUnlessMeant(stage, meant || channelName === undefined);
  if (urls !== undefined) {
    return urls;
  }
  const settings = readSettings();
  const { name } = stageNamed(settings, stage);
  await requireCredentials(settings);
  return stageUrls(settings, PhysicalNames.of(settings.deployment).function(name, "request-dispatcher"));
}

/**
 * Where a deployed stage is: what its dispatcher itself tells hosts and visitors.
 * @param functionName of the stage's request dispatcher
 * @throws UserError when there is none, or when it does not say
 */
async function stageUrls(settings: Settings, functionName: string): Promise<StageUrls> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: liveAlias });
  const configuration = await explained(
    ifThere(functionClient(settings).send(command), "ResourceNotFoundException"),
    ({ message }) =>
      `AWS does not show the environment of ${functionName}: ${message}. The credentials need lambda:GetFunctionConfiguration; or give --ws and --http.`,
  );
  if (configuration === undefined) {
    throw new UserError(
      `There is no function ${functionName}: the stage is not deployed here. "npm run deploy-kite" does it; or give --ws and --http.`,
    );
  }
  const { WEBSOCKET_URL: webSocketUrl, HTTP_URL: httpUrl } = configuration.Environment?.Variables ?? {};
  if (!webSocketUrl || !httpUrl) {
    throw new UserError(
      `The environment of ${functionName} lacks WEBSOCKET_URL or HTTP_URL: deploy the stage again, or give --ws and --http.`,
    );
  }
  return { webSocketUrl, httpUrl };
}
