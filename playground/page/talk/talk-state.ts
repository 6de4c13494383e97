/** A file of a message. */
export interface TalkFile {
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** The URL of the file. Absent before it is uploaded. */
  readonly url?: string;
  /** The uploaded share, from 0 to 1. Absent when no upload is running. */
  readonly progress?: number;
}

/** One message of a talk, as the visitor sees it. */
export interface TalkMessage {
  readonly messageId: string;
  readonly from: "visitor" | "host";
  /** Empty for a file. */
  readonly text: string;
  readonly file?: TalkFile;
  /** ISO 8601 UTC. */
  readonly timestamp: string;
  /** `waiting` until the server has it, then `stored`; `refused` for good. */
  readonly status: "waiting" | "stored" | "refused";
  /** Why it was refused, a sentence. */
  readonly reason?: string;
}

/** The state that the page displays. */
export interface TalkState {
  /** `lost` tries again by itself; `refused` does not. */
  readonly connection: "connecting" | "joined" | "lost" | "refused";
  /** Oldest first. */
  readonly messages: readonly TalkMessage[];
  /** The server may have older messages than those. */
  readonly hasEarlier: boolean;
  /** The last notice of the server, a sentence. */
  readonly notice: string | undefined;
}

/** The state that survives a reload of the page. */
export interface Remembered {
  /** Proves who the visitor is: never shown. */
  readonly memberId: string;
  /** Empty for a visitor without a name. */
  readonly memberName: string;
  /** Messages that the server does not have. All others are loaded from it. */
  readonly messages: readonly TalkMessage[];
  /** The newest timestamp given out, ISO 8601; empty for none. */
  readonly lastTimestamp: string;
}
