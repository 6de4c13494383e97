import type { BotPost, History, HostText, Reception, VisitorText } from "../../../checks/sweep/history";
import type { DirectionVerdict } from "../../../checks/sweep/verdict";

const nothing: History = {
  visitorTexts: [],
  hostTexts: [],
  posts: [],
  receptions: [],
  notices: [],
  silences: [],
  gatewayErrors: [],
  pendingTokens: [],
};

/** Returns a history with these parts. All other parts are empty. */
export function history(parts: Partial<History>): History {
  return { ...nothing, ...parts };
}

/** Returns a visitor's text, sent at 1,000 ms and acknowledged at 1,100 ms by default. */
export function visitorText(token: string, rest: Partial<VisitorText> = {}): VisitorText {
  const [, visitor = "", number = ""] = token.split("-");
  return {
    token,
    memberId: `km-${visitor}`,
    channelName: "one",
    sentAt: 1_000,
    acknowledgedAt: 1_100,
    storedAt: 1_050,
    timestamp: 900 + Number(number),
    ...rest,
  };
}

/** Returns a post with a clear answer, half a second after the text. */
export function post(
  messageId: number | undefined,
  tokens: readonly string[],
  rest: Partial<BotPost> = {},
): BotPost {
  const visitor = tokens[0]?.split("-")[1] ?? "";
  return {
    channelName: "one",
    tokens,
    text: `#tag Visitor${visitor}\n${tokens.join("\n")}`,
    messageId,
    receivedAt: 1_500,
    refused: false,
    ambiguousFor: [],
    knownFrom: 1_510,
    ...rest,
  };
}

/** Returns a plain text of the host, sent at 5,000 ms and accepted at 5,100 ms. */
export function hostText(token: string, messageId: number, rest: Partial<HostText> = {}): HostText {
  return {
    token,
    channelName: "one",
    messageId,
    address: { kind: "plain" },
    saidAt: 5_000,
    takenAt: 5_100,
    declined: false,
    ...rest,
  };
}

export function reception(token: string, memberId: string, at = 6_000): Reception {
  return { token, memberId, at };
}

/** Expected result of a direction in which one message was sent and delivered. */
export const oneDelivered: DirectionVerdict = {
  attempted: 1,
  acknowledged: 1,
  delivered: 1,
  refused: 0,
  lost: [],
  unexpected: [],
  explainedDuplicates: [],
  unexplainedDuplicates: [],
  outOfOrder: [],
  pending: [],
};
