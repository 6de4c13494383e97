import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { liveAlias } from "../../constructs/functions/lambda-function";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { explained, functionClient, ifThere } from "../aws-clients";
import { UsageError } from "../command";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { readSettingsWithWarnings } from "../warned-settings";

/** The options of `kite smoke`. */
export interface SmokeOptions {
  readonly ws?: string | undefined;
  readonly http?: string | undefined;
  readonly channel?: string | undefined;
  readonly yes: boolean;
}

/** The URLs of a stage. */
type StageUrls = Pick<ChatUrls, "webSocketUrl" | "httpUrl">;

/** The chat to check: a stage, a chat at URLs, or both. */
export interface SmokeTarget {
  readonly stage: string | undefined;
  readonly urls: StageUrls | undefined;
  readonly channelName: string | undefined;
  /** Whether a host of prod may receive messages. */
  readonly meant: boolean;
}

/** Reads the target from the arguments. @throws UsageError if they name no target, or only one URL */
export function readSmokeWords(
  stage: string | undefined,
  { ws, http, channel, yes }: SmokeOptions,
): SmokeTarget {
  if ((ws === undefined) !== (http === undefined) || (stage ?? ws) === undefined) {
    throw new UsageError("Expected a stage, or both --ws and --http.");
  }
  const urls =
    ws === undefined
      ? undefined
      : { webSocketUrl: readUrl("--ws", ws, "ws"), httpUrl: readUrl("--http", http, "http") };
  return { stage, urls, channelName: channel, meant: yes };
}

/** Reads a URL. @param scheme `ws` or `http`, which also allow `wss` and `https` */
function readUrl(flag: string, value = "", scheme: string): string {
  if (!URL.canParse(value) || !new RegExp(`^${scheme}s?:$`).test(new URL(value).protocol)) {
    throw new UsageError(
      `${flag}: expected a URL that begins with ${scheme}s:// or ${scheme}://, received "${value}".`,
    );
  }
  return value.replace(/\/+$/, "");
}

/**
 * Finds the URLs of the chat to check.
 * @throws UserError if the stage is not deployed, or if messages to a host of prod are not confirmed
 */
export async function findUrls({ stage = "", urls, channelName, meant }: SmokeTarget): Promise<StageUrls> {
  refuseProdUnlessMeant(stage, meant || channelName === undefined);
  if (urls !== undefined) {
    return urls;
  }
  const settings = readSettingsWithWarnings();
  const { name } = stageNamed(settings, stage);
  await requireCredentials(settings);
  return stageUrls(settings, PhysicalNames.of(settings.deployment).function(name, "request-dispatcher"));
}

/**
 * Reads the URLs of a deployed stage from the environment of its request dispatcher.
 * @param functionName Name of the request dispatcher.
 * @throws UserError if there is no such function, or if its environment lacks the URLs
 */
async function stageUrls(settings: Settings, functionName: string): Promise<StageUrls> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: liveAlias });
  const configuration = await explained(
    ifThere(functionClient(settings).send(command), "ResourceNotFoundException"),
    ({ message }) =>
      `The environment of ${functionName} cannot be read: ${message}. Your AWS credentials need lambda:GetFunctionConfiguration. Alternatively, give --ws and --http.`,
  );
  if (configuration === undefined) {
    throw new UserError(
      `There is no function ${functionName}, so the stage is not deployed. Deploy it with "npm run deploy-kite", or give --ws and --http.`,
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
