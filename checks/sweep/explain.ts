import { groupBy } from "../harness/group-by";
import type { ServerCall } from "../harness/kite-server";
import type { BotPost } from "./history";
import type { RecordedPost } from "./telegram-side";

/** A function was killed by a fault so named. */
const kill = /^kill-after-/;

/** A worker that dies with its server could not report a call that was answered so shortly before. */
const unreportedMilliseconds = 2_000;

/** A busy process notes the end of a post later than the function that has its answer; no post is repeated so soon. */
const earliestReportMilliseconds = 500;

/** An invocation runs no longer than this: the timeout of the outbox. */
const longestInvocationMilliseconds = 45_000;

/** What the sender of a post can know of it. */
export type Explanation = Pick<BotPost, "ambiguousFor" | "knownFrom">;

/**
 * Names the tokens of each post whose sender cannot know that they were posted, and from when the post is known.
 * - The answer was lost or never sent: all of them.
 * - The function (or the server) was killed at the post or later, before a write about a message of the post was
 *   committed: those without such a write.
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

/** The call of a function that made a post: the first report about the same messages after it. */
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
