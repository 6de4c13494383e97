import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { UsageError } from "../command";

/** The options of `kite smoke`. */
export interface SmokeOptions {
  readonly ws?: string | undefined;
  readonly http?: string | undefined;
  readonly channel?: string | undefined;
  readonly yes: boolean;
}

/** What to check: a stage, a chat at URLs, or both. */
export interface SmokeTarget {
  readonly stage: string | undefined;
  readonly urls: Pick<ChatUrls, "webSocketUrl" | "httpUrl"> | undefined;
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
