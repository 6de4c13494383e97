/** Events of a run for the checker. Times are milliseconds since 1970. */
export interface History {
  readonly visitorTexts: readonly VisitorText[];
  readonly hostTexts: readonly HostText[];
  readonly posts: readonly BotPost[];
  readonly receptions: readonly Reception[];
  readonly notices: readonly Notice[];
  readonly silences: readonly Silence[];
  readonly gatewayErrors: readonly GatewayError[];
  /** Tokens in rows that are still marked as pending at the end. */
  readonly pendingTokens: readonly string[];
}

/** A text or file that a visitor has sent. */
export interface VisitorText {
  readonly token: string;
  readonly memberId: string;
  readonly channelName: string;
  /** Time of its first frame. `undefined` if none was sent. */
  readonly sentAt?: number | undefined;
  /** Time of its ACK. `undefined` if none arrived. */
  readonly acknowledgedAt?: number | undefined;
  /** Time in its ACK. */
  readonly storedAt?: number | undefined;
  /** Timestamp in its frame. `undefined` if none was sent. */
  readonly timestamp?: number | undefined;
}

/** Address of a host's message: the token of the message that it replies to, or none. */
export type HostAddress =
  | { readonly kind: "plain" }
  /** A reply to a bot's post with a visitor's text. */
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
  /** Time at which the webhook accepted its update. `undefined` if it never did. */
  readonly takenAt: number | undefined;
  /** Whether the bot has answered it with "Not delivered: …". */
  readonly declined: boolean;
}

/** A call of the bot to post visitors' texts. */
export interface BotPost {
  readonly channelName: string;
  readonly tokens: readonly string[];
  /** The text or caption. */
  readonly text: string;
  /** Telegram's `message_id`. `undefined` if nothing was posted. */
  readonly messageId: number | undefined;
  readonly receivedAt: number;
  /** Whether Telegram rejected it permanently, with 400 or 403. */
  readonly refused: boolean;
  /** Tokens whose sender cannot know that they were posted, because the answer was lost or the function was killed. */
  readonly ambiguousFor: readonly string[];
  /**
   * Time from which other functions must know the post. It is the time of the answer, or of the invocation's next write
   * if a fault of the table prevented the first write. `undefined` if the sender has stored nothing.
   */
  readonly knownFrom: number | undefined;
}

/** A host's text that a visitor has seen for the first time. */
export interface Reception {
  readonly memberId: string;
  readonly token: string;
  readonly at: number;
}

/** An error frame that a visitor received. */
export interface Notice {
  readonly memberId: string;
  readonly at: number;
}

/**
 * A period without a working socket. An error frame cannot arrive in this period, and the server does not repeat it.
 */
export interface Silence {
  readonly memberId: string;
  readonly from: number;
  readonly to: number;
}

/** An error frame of the gateway itself. */
export interface GatewayError {
  readonly memberId: string;
  readonly at: number;
  readonly message: string;
  /** Whether a fault killed the function that handled the frame. */
  readonly explained: boolean;
}
