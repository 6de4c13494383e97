import { groupBy } from "../harness/group-by";
import type { BotPost, History, HostText, Reception } from "./history";
import type { DirectionVerdict, Finding } from "./verdict";

/** Compares the messages of hosts with the messages that visitors received. Repeats of a messageId do not count. */
export function checkToVisitor(history: History): DirectionVerdict {
  const { hostTexts } = history;
  const receptionsOf = groupBy(history.receptions, ({ token }) => token);
  const recipients = new Recipients(history, receptionsOf);
  const undelivered = hostTexts.filter(({ token }) => !receptionsOf.has(token));
  const isPending = ({ token, takenAt }: HostText) =>
    takenAt === undefined || history.pendingTokens.includes(token);
  const isRefused = ({ token, declined }: HostText) => declined && recipients.mayBeUnknown(token);
  return {
    attempted: hostTexts.length,
    acknowledged: hostTexts.filter(({ takenAt }) => takenAt !== undefined).length,
    delivered: hostTexts.length - undelivered.length,
    refused: undelivered.filter(isRefused).length,
    lost: undelivered
      .filter((text) => !isPending(text) && !isRefused(text))
      .map(({ token, declined }) => ({
        token,
        reason: declined
          ? 'the host received "Not delivered" although it could be delivered'
          : "accepted by the webhook, never received, and no row is pending",
      })),
    pending: undelivered
      .filter((text) => isPending(text) && !isRefused(text))
      .map(({ token, takenAt }) => ({
        token,
        reason: takenAt === undefined ? "the webhook never accepted it" : "its row is still pending",
      })),
    unexpected: unexpectedIn(receptionsOf, recipients),
    ...duplicatesIn(receptionsOf),
    outOfOrder: outOfOrder(history),
  };
}

/** Time after which Kite must know a post. Before that, the host's next message may go to the previous visitor. */
const knownAfterMilliseconds = 500;

/** Determines the members who may receive a host's text. */
class Recipients {
  readonly #byToken: ReadonlyMap<string, HostText>;
  readonly #senders: ReadonlyMap<string, string>;
  readonly #receptionsOf: ReadonlyMap<string, readonly Reception[]>;
  readonly #posts: ReadonlyMap<string, readonly BotPost[]>;

  constructor(history: History, receptionsOf: ReadonlyMap<string, readonly Reception[]>) {
    this.#byToken = new Map(history.hostTexts.map((text) => [text.token, text]));
    this.#senders = new Map(history.visitorTexts.map(({ token, memberId }) => [token, memberId]));
    this.#receptionsOf = receptionsOf;
    this.#posts = groupBy(
      history.posts.filter(({ messageId }) => messageId !== undefined),
      ({ channelName }) => channelName,
    );
  }

  /** Returns the allowed members, or `undefined` for a text that no host has sent. */
  of(token: string): ReadonlySet<string> | undefined {
    const text = this.#byToken.get(token);
    switch (text?.address.kind) {
      case undefined:
        return undefined;
      case "reply":
        return new Set([this.#senders.get(text.address.to) ?? ""]);
      case "own": {
        const earlier = this.#receptionsOf.get(text.address.to);
        const actual = earlier?.map(({ memberId }) => memberId);
        return actual === undefined ? this.of(text.address.to) : new Set(actual);
      }
      case "plain":
        return text === undefined ? undefined : this.#lastActive(text);
    }
  }

  /**
   * Returns whether Kite may not know the recipient of a text. This applies to a text without a reply that comes before
   * every known post. It also applies to a reply to such a text, if that text was not delivered.
   */
  mayBeUnknown(token: string): boolean {
    const text = this.#byToken.get(token);
    switch (text?.address.kind) {
      case "plain":
        return this.#knownBefore(text) === undefined;
      case "own": {
        const { to } = text.address;
        return !this.#receptionsOf.has(to) && this.mayBeUnknown(to);
      }
      default:
        return false;
    }
  }

  /**
   * Returns the visitors who may receive a text without a reply. They are the visitor of the newest post that was stored
   * in time, and the visitors of posts that may not have been stored. A failed write may hide a post that the host is
   * already answering.
   */
  #lastActive(text: HostText): ReadonlySet<string> {
    const { saidAt } = text;
    const earlier = this.#before(text);
    const known = this.#knownBefore(text);
    const isUnknown = ({ messageId: id = 0, knownFrom, ambiguousFor }: BotPost) =>
      knownFrom === undefined || ambiguousFor.length > 0
        ? id > (known?.messageId ?? 0)
        : knownFrom > saidAt - knownAfterMilliseconds;
    const unknown = earlier.filter(isUnknown);
    const posts = known === undefined ? unknown : [known, ...unknown];
    return new Set(posts.flatMap(({ tokens }) => tokens.map((token) => this.#senders.get(token) ?? "")));
  }

  /** Returns the posts before a text, newest first. */
  #before({ channelName, messageId }: HostText): readonly BotPost[] {
    return (this.#posts.get(channelName) ?? [])
      .filter((post) => (post.messageId ?? Number.POSITIVE_INFINITY) < messageId)
      .toSorted((a, b) => (b.messageId ?? 0) - (a.messageId ?? 0));
  }

  #knownBefore(text: HostText): BotPost | undefined {
    return this.#before(text).find(
      ({ knownFrom, ambiguousFor }) =>
        knownFrom !== undefined &&
        ambiguousFor.length === 0 &&
        knownFrom <= text.saidAt - knownAfterMilliseconds,
    );
  }
}

function unexpectedIn(
  receptionsOf: ReadonlyMap<string, readonly Reception[]>,
  recipients: Recipients,
): readonly Finding[] {
  return [...receptionsOf].flatMap(([token, receptions]) => {
    const allowed = recipients.of(token);
    if (allowed === undefined) {
      return [{ token, reason: "received, though no host has sent it" }];
    }
    const members = [...new Set(receptions.map(({ memberId }) => memberId))];
    const wrong = members.filter((member) => !allowed.has(member));
    if (wrong.length > 0) {
      const reason = `received by ${wrong.join(", ")}; it was for ${[...allowed].join(" or ")}`;
      return [{ token, reason }];
    }
    return members.length > 1 ? [{ token, reason: `received by ${members.join(" and ")}` }] : [];
  });
}

/** Finds texts that arrived with two messageIds, so that no client can drop the repeat. */
function duplicatesIn(
  receptionsOf: ReadonlyMap<string, readonly Reception[]>,
): Pick<DirectionVerdict, "explainedDuplicates" | "unexplainedDuplicates"> {
  const unexplainedDuplicates = [...receptionsOf].flatMap(([token, receptions]) => {
    const members = groupBy(receptions, ({ memberId }) => memberId);
    return [...members].flatMap(([memberId, own]) =>
      own.length > 1 ? [{ token, reason: `seen ${own.length} times by ${memberId}` }] : [],
    );
  });
  return { explainedDuplicates: [], unexplainedDuplicates };
}

/** Finds messages out of order. Telegram sends the updates of a chat one by one, so they arrive in the host's order. */
function outOfOrder({ receptions, hostTexts }: History): readonly Finding[] {
  const byToken = new Map(hostTexts.map((text) => [text.token, text]));
  const members = groupBy(receptions, ({ memberId }) => memberId);
  return [...members.values()].flatMap((own) => {
    let newest: HostText | undefined;
    const found: Finding[] = [];
    const seen = new Set<string>();
    for (const { token } of own.toSorted((a, b) => a.at - b.at)) {
      const text = byToken.get(token);
      if (text === undefined || seen.has(token)) {
        continue;
      }
      seen.add(token);
      if (
        newest !== undefined &&
        newest.channelName === text.channelName &&
        newest.messageId > text.messageId
      ) {
        found.push({ token, reason: `seen after ${newest.token}` });
      } else {
        newest = text;
      }
    }
    return found;
  });
}
