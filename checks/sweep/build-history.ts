import type { ServerCall } from "../harness/kite-server";
import type { Cast } from "./cast";
import { explainPosts } from "./explain";
import type { History } from "./history";
import type { TelegramSide } from "./telegram-side";

/** Data that a run has collected. */
export interface RunMaterial {
  readonly cast: Cast;
  readonly telegramSide: TelegramSide;
  readonly calls: readonly ServerCall[];
  /** Milliseconds since 1970. */
  readonly serverKilledAt: readonly number[];
  readonly pendingTokens: readonly string[];
}

/** Creates the history for the checker. */
export function buildHistory(material: RunMaterial): History {
  const { cast, telegramSide, calls, serverKilledAt, pendingTokens } = material;
  const explained = explainPosts(telegramSide.posts, calls, serverKilledAt);
  const channels = new Map(cast.hosts.map(({ chatId, channelName }) => [chatId, channelName]));
  const killed = new Set(
    calls
      .filter(({ fault = "" }) => fault.startsWith("kill-"))
      .map(({ gatewayRequestId }) => gatewayRequestId),
  );
  return {
    visitorTexts: cast.visitorTexts,
    hostTexts: cast.hostTexts.map((text) => ({
      ...text,
      takenAt: telegramSide.takenAt.get(text.token),
      declined: telegramSide.declined.has(text.token),
    })),
    posts: telegramSide.posts.map((post) => ({
      ...post,
      channelName: channels.get(post.chatId) ?? String(post.chatId),
      refused: post.status === 403 || (post.status === 400 && post.fault !== undefined),
      ...(explained.get(post) ?? { ambiguousFor: [], knownFrom: undefined }),
    })),
    receptions: cast.receptions,
    notices: cast.notices,
    silences: cast.silences,
    gatewayErrors: cast.gatewayFrames
      .filter(({ message }) => message !== "Too Many Requests")
      .map(({ requestId, ...frame }) => ({ ...frame, explained: killed.has(requestId) })),
    pendingTokens,
  };
}
