/** What happened in a run, as the checker needs it. Times are milliseconds since 1970. */
export interface History {
  readonly visitorTexts: readonly VisitorText[];
  readonly hostTexts: readonly HostText[];
  readonly posts: readonly BotPost[];
  readonly receptions: readonly Reception[];
  readonly notices: readonly Notice[];
  readonly silences: readonly Silence[];
  readonly gatewayErrors: readonly GatewayError[];
  /** Tokens that stand in rows still marked as pending at the end. */
  readonly pendingTokens: readonly string[];
}

/** A text or file that a visitor has sent. */
export interface VisitorText {
  readonly token: string;
  readonly memberId: string;
  readonly channelName: string;
  /** Of the first frame with it; `undefined`: none was sent. */
  readonly sentAt?: number | undefined;
  /** When the ACK arrived; `undefined`: none did. */
  readonly acknowledgedAt?: number | undefined;
  /** As the ACK says. */
  readonly storedAt?: number | undefined;
  /** As its frame says; `undefined`: none was sent. */
  readonly timestamp?: number | undefined;
}

/** How a host says something: the token of the message replied to, or nothing. */
export type HostAddress =
  | { readonly kind: "plain" }
  /** A reply to a bot's post that holds a visitor's text. */
  | { readonly kind: "reply"; readonly to: string }
  /** A reply to an earlier message of the host. */
  | { readonly kind: "own"; readonly to: string };

/** A text or file that a host has sent. */
export interface HostText {
  readonly token: string;
  readonly channelName: string;
  /** Telegram's `message_id`. */
  readonly messageId: number;
  readonly address: HostAddress;
  readonly saidAt: number;
  /** When the webhook took its update; `undefined`: it never did. */
  readonly takenAt: number | undefined;
  /** True: the bot has answered it with "Not delivered: …". */
  readonly declined: boolean;
}

/** A call of the bot that was to post visitors' texts. */
export interface BotPost {
  readonly channelName: string;
  readonly tokens: readonly string[];
  /** The text or caption. */
  readonly text: string;
  /** Telegram's `message_id`; `undefined`: nothing was posted. */
  readonly messageId: number | undefined;
  readonly receivedAt: number;
  /** True: Telegram refused it for good, with 400 or 403. */
  readonly refused: boolean;
  /** Tokens whose sender cannot know that they were posted: the answer was lost, or the function killed. */
  readonly ambiguousFor: readonly string[];
  /**
   * From when other functions must know of the post: from its answer. If a fault of the table kept it from being stored,
   * from the invocation's next write. `undefined`: its sender has stored nothing.
   */
  readonly knownFrom: number | undefined;
}

/** A host's text that a visitor has seen for the first time. */
export interface Reception {
  readonly memberId: string;
  readonly token: string;
  readonly at: number;
}

/** An error that a visitor was told. */
export interface Notice {
  readonly memberId: string;
  readonly at: number;
}

/** A time in which a visitor had no socket, or a frozen one: an error frame cannot arrive, and is not repeated. */
export interface Silence {
  readonly memberId: string;
  readonly from: number;
  readonly to: number;
}

/** An error frame that the gateway has sent by itself. */
export interface GatewayError {
  readonly memberId: string;
  readonly at: number;
  readonly message: string;
  /** True: the function was killed on purpose while it handled that very frame. */
  readonly explained: boolean;
}
