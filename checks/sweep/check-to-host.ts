import { groupBy } from "../harness/group-by";
import type { BotPost, History, VisitorText } from "./history";
import type { DirectionVerdict, Finding } from "./verdict";

/** Compares the messages of visitors with the posts of the bot. */
export function checkToHost(history: History): DirectionVerdict {
  const { visitorTexts, posts } = history;
  const byToken = new Map(visitorTexts.map((text) => [text.token, text]));
  const done = posts.filter(({ messageId }) => messageId !== undefined).toSorted(inPostedOrder);
  const postsOf = groupByToken(done);
  const fates = visitorTexts.map((text) => ({ text, fate: fateOf(text, postsOf, history) }));
  const found = (wanted: Fate["kind"]) =>
    fates.flatMap(({ text, fate }) =>
      fate.kind === wanted ? [{ token: text.token, reason: fate.reason }] : [],
    );
  return {
    attempted: visitorTexts.length,
    acknowledged: visitorTexts.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined).length,
    delivered: visitorTexts.filter(({ token }) => postsOf.has(token)).length,
    refused: found("refused").length,
    lost: found("lost"),
    pending: found("pending"),
    unexpected: done.flatMap((post) => unexpectedIn(post, byToken)),
    ...duplicatesIn(postsOf),
    outOfOrder: outOfOrder(visitorTexts, postsOf),
  };
}

/** Maximum time between a rejection and its notice. */
const noticeMilliseconds = 5_000;

interface Fate {
  readonly kind: "delivered" | "refused" | "lost" | "pending";
  readonly reason: string;
}

function fateOf(text: VisitorText, postsOf: ReadonlyMap<string, readonly BotPost[]>, history: History): Fate {
  const { token, memberId, acknowledgedAt } = text;
  if (acknowledgedAt === undefined) {
    return { kind: "pending", reason: "never acknowledged" };
  }
  if (postsOf.has(token)) {
    return { kind: "delivered", reason: "" };
  }
  const refusals = history.posts.filter(({ refused, tokens }) => refused && tokens.includes(token));
  const [refusal] = refusals;
  if (refusal !== undefined) {
    const isTold =
      history.notices.some((it) => it.memberId === memberId && it.at >= refusal.receivedAt) ||
      history.silences.some(
        (it) =>
          it.memberId === memberId &&
          it.to >= refusal.receivedAt &&
          it.from <= refusal.receivedAt + noticeMilliseconds,
      );
    return isTold
      ? { kind: "refused", reason: "" }
      : { kind: "lost", reason: "rejected by Telegram without a notice to the visitor" };
  }
  return history.pendingTokens.includes(token)
    ? { kind: "pending", reason: "its row is still pending" }
    : { kind: "lost", reason: "acknowledged, never posted, and no row is pending" };
}

function unexpectedIn(post: BotPost, byToken: ReadonlyMap<string, VisitorText>): readonly Finding[] {
  return post.tokens.flatMap((token) => {
    const text = byToken.get(token);
    if (text?.sentAt === undefined) {
      return [{ token, reason: "posted, though no visitor has sent it" }];
    }
    if (text.channelName !== post.channelName) {
      return [{ token, reason: `posted to ${post.channelName} instead of ${text.channelName}` }];
    }
    const isNamed = post.text === "" || new RegExp(`\\b${nameOf(text.memberId)}\\b`).test(post.text);
    return isNamed ? [] : [{ token, reason: `posted under another name than ${nameOf(text.memberId)}` }];
  });
}

/** Returns the name of a visitor of the sweep. */
export function nameOf(memberId: string): string {
  return memberId.replace("km-", "Visitor");
}

/**
 * Finds texts that were posted again. A repeat is explained if the previous call's sender could not know that the text
 * was posted.
 */
function duplicatesIn(
  postsOf: ReadonlyMap<string, readonly BotPost[]>,
): Pick<DirectionVerdict, "explainedDuplicates" | "unexplainedDuplicates"> {
  const explained: Finding[] = [];
  const unexplained: Finding[] = [];
  for (const [token, posts] of postsOf) {
    for (const [index, post] of posts.entries()) {
      const before = posts[index - 1];
      if (before !== undefined) {
        const reason = `posted as ${before.messageId} and again as ${post.messageId}`;
        (before.ambiguousFor.includes(token) ? explained : unexplained).push({ token, reason });
      }
    }
  }
  return { explainedDuplicates: explained, unexplainedDuplicates: unexplained };
}

/** Maximum time between the storage of two texts that must be posted in the order of their timestamps. */
const togetherMilliseconds = 1_000;

function outOfOrder(
  texts: readonly VisitorText[],
  postsOf: ReadonlyMap<string, readonly BotPost[]>,
): readonly Finding[] {
  const members = groupBy(texts, ({ memberId }) => memberId);
  return [...members.values()].flatMap((own) => {
    const placed = own.flatMap((text) => {
      const post = postsOf.get(text.token)?.[0];
      return post?.messageId === undefined
        ? []
        : [{ text, place: post.messageId + post.tokens.indexOf(text.token) / placesInAPost }];
    });
    return placed.flatMap((later) => {
      const overtaken = placed.find(
        (earlier) => mustPrecede(earlier.text, later.text) && earlier.place > later.place,
      );
      return overtaken === undefined
        ? []
        : [{ token: later.text.token, reason: `posted before ${overtaken.text.token}` }];
    });
  });
}

const placesInAPost = 10_000;

function mustPrecede(earlier: VisitorText, later: VisitorText): boolean {
  if (earlier.acknowledgedAt === undefined || later.sentAt === undefined || earlier === later) {
    return false;
  }
  if (earlier.acknowledgedAt < later.sentAt) {
    return true;
  }
  const apart = Math.abs((earlier.storedAt ?? Number.NaN) - (later.storedAt ?? Number.NaN));
  return apart <= togetherMilliseconds && takenTime(earlier) < takenTime(later);
}

/**
 * If a timestamp differs from the server's clock by more, Kite replaces it with the time at which it stores the text.
 */
const clockToleranceMilliseconds = 5 * 60_000;

/** Returns the time by which a text is ordered. */
function takenTime({ timestamp = Number.NaN, storedAt = Number.NaN }: VisitorText): number {
  return Math.abs(timestamp - storedAt) > clockToleranceMilliseconds ? storedAt : timestamp;
}

function groupByToken(posts: readonly BotPost[]): ReadonlyMap<string, readonly BotPost[]> {
  const groups = new Map<string, BotPost[]>();
  for (const post of posts) {
    for (const token of post.tokens) {
      groups.set(token, [...(groups.get(token) ?? []), post]);
    }
  }
  return groups;
}

function inPostedOrder(a: BotPost, b: BotPost): number {
  return (a.messageId ?? 0) - (b.messageId ?? 0);
}
