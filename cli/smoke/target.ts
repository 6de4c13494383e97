import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { UsageError } from "../command";
import { deployedEnvironment } from "../deployed-environment";
import { refuseProdUnlessMeant } from "../stage-argument";
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

/** Reads the target from the arguments. @throws UsageError if the arguments name no target, or only one URL */
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
  const { WEBSOCKET_URL: webSocketUrl, HTTP_URL: httpUrl } = await deployedEnvironment(
    readSettingsWithWarnings(),
    stage,
    "request-dispatcher",
    ["WEBSOCKET_URL", "HTTP_URL"],
    "add --ws and --http",
  );
  return { webSocketUrl, httpUrl };
}
