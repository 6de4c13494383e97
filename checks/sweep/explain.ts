import { groupBy } from "../harness/group-by";
import type { ServerCall } from "../harness/kite-server";
import type { BotPost } from "./history";
import type { RecordedPost } from "./telegram-side";

/** Prefix of the faults that kill a function. */
const kill = /^kill-after-/;

/**
 * Maximum time between the end of a post and the report of its call. If the server is killed before, the report may be
 * missing.
 */
const unreportedMilliseconds = 2_000;

/**
 * Maximum time by which a report may precede the end of its post, because a busy process records the end late. No post
 * is repeated within that time.
 */
const earliestReportMilliseconds = 500;

/** Maximum duration of an invocation: the timeout of the outbox. */
const longestInvocationMilliseconds = 45_000;

/** Describes whether the sender of a post can know that it was posted, and from which time others know it. */
export type Explanation = Pick<BotPost, "ambiguousFor" | "knownFrom">;

/**
 * Finds the time from which each post is known, and its ambiguous tokens. The sender of an ambiguous token cannot know
 * that the token was posted.
 * - If the answer was lost or never sent, all tokens are ambiguous.
 * - If the function or the server was killed after the post, the tokens without a committed write are ambiguous.
 *
 * @param calls The journal of the server.
 * @param serverKilledAt Milliseconds since 1970.
 */
export function explainPosts(
  posts: readonly RecordedPost[],
  calls: readonly ServerCall[],
  serverKilledAt: readonly number[],
): ReadonlyMap<RecordedPost, Explanation> {
  const ofFunctions = calls.filter(({ place }) => place === "function");
  const byInvocation = groupBy(ofFunctions, ({ requestId }) => requestId);
  const byTokens = groupBy(
    ofFunctions.filter(({ service }) => service === "other"),
    ({ tokens }) => tokens.join(),
  );
  const faultsOfNotes = calls.filter(
    ({ place, key, fault }) => place === "table" && fault !== undefined && /\.Channels UpdateItem/.test(key),
  );
  const claimed = new Set<ServerCall>();
  const explained = new Map<RecordedPost, Explanation>();
  const isDeath = (from: number, milliseconds: number) =>
    serverKilledAt.some((at) => from <= at && at - from < milliseconds);
  for (const post of posts.filter(({ messageId }) => messageId !== undefined)) {
    const calls = post.status === undefined ? [] : (byTokens.get(post.tokens.join()) ?? []);
    const reported = findReport(post, calls, claimed);
    if (reported === undefined) {
      const isUnknown = post.status === undefined || isDeath(post.endedAt, unreportedMilliseconds);
      explained.set(post, { ambiguousFor: isUnknown ? post.tokens : [], knownFrom: undefined });
      continue;
    }
    claimed.add(reported);
    const invocation = byInvocation.get(reported.requestId) ?? [];
    const since = invocation.slice(invocation.indexOf(reported));
    explained.set(post, {
      ambiguousFor: unsettledAtDeath(post, since, isDeath(reported.at, longestInvocationMilliseconds)),
      knownFrom: knownFrom(post, since, faultsOfNotes),
    });
  }
  return explained;
}

/** Finds the call with which a function made a post. It is the first report about the same messages after the post. */
function findReport(
  post: RecordedPost,
  calls: readonly ServerCall[],
  claimed: ReadonlySet<ServerCall>,
): ServerCall | undefined {
  return calls.find(
    (call) =>
      !claimed.has(call) &&
      call.at >= post.endedAt - earliestReportMilliseconds &&
      call.at < post.endedAt + unreportedMilliseconds,
  );
}

function knownFrom(
  post: RecordedPost,
  since: readonly ServerCall[],
  faultsOfNotes: readonly ServerCall[],
): number | undefined {
  const stored = since.find(({ service }) => service === "dynamodb");
  if (stored === undefined) {
    return undefined;
  }
  const isHeldUp = faultsOfNotes.some(
    ({ at }) => at >= post.endedAt - earliestReportMilliseconds && at <= stored.at,
  );
  return isHeldUp ? stored.at : post.endedAt;
}

function unsettledAtDeath(
  post: RecordedPost,
  since: readonly ServerCall[],
  isServerKilled: boolean,
): readonly string[] {
  if (!isServerKilled && !since.some(({ fault = "" }) => kill.test(fault))) {
    return [];
  }
  const writes = since.filter(({ service }) => service === "dynamodb");
  return post.tokens.filter((token) => !writes.some(({ tokens }) => tokens.includes(token)));
}
