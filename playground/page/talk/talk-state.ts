/** One message of a talk, as the visitor sees it. */
export interface TalkMessage {
  readonly messageId: string;
  readonly from: "visitor" | "host";
  readonly text: string;
  /** Where a file can be had. */
  readonly url?: string;
  /** ISO 8601 UTC. */
  readonly timestamp: string;
  /** `waiting` until the server has it, then `stored`; `refused` for good. */
  readonly status: "waiting" | "stored" | "refused";
  /** Why it was refused, a sentence. */
  readonly reason?: string;
}

/** What there is to show. */
export interface TalkState {
  /** `lost` tries again by itself; `refused` does not. */
  readonly connection: "connecting" | "joined" | "lost" | "refused";
  readonly messages: readonly TalkMessage[];
  /** What the server last had to say, a sentence. */
  readonly notice: string | undefined;
}

/** What survives a reload of the page. */
export interface Remembered {
  /** Proves who the visitor is: never shown. */
  readonly memberId: string;
  /** Empty for a visitor without a name. */
  readonly memberName: string;
  readonly messages: readonly TalkMessage[];
  /** The newest timestamp given out, ISO 8601; empty for none. */
  readonly lastTimestamp: string;
}
