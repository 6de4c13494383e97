import type { MemberKey, MemberRef } from "./model";

/** Identifies a message in the host's chat. */
export interface HostMessageKey {
  readonly hostChatId: string;
  /** Id of the message in that chat. */
  readonly chatMessageId: number;
}

/** Represents the text that the recipient of a host's message has. An edit is recognized by comparing its text. */
export interface SentText {
  /** messageId of the part with the text, or with the caption that a file may get later. */
  readonly messageId: string;
  /** Digest of the newest text, or of an empty text if the message has none. */
  readonly digest: string;
}

/** Represents the stored recipient of a host's message. */
export interface Decision {
  readonly recipient: MemberRef & MemberKey;
  /** False if an earlier copy of the update stored the recipient. */
  readonly isFirst: boolean;
}

/**
 * Stores the recipients of hosts' messages. A recipient is decided once, before any other effect. Reads are consistent.
 */
export interface RouteStore {
  /**
   * Stores the recipient of a host's message, unless a recipient is already stored.
   * @param text absent if edits of the message are not passed on
   * @returns the recipient that is stored now, and whether this call stored it; `undefined` if the host was notified
   *   that there is none
   */
  decide(
    key: HostMessageKey,
    recipient: MemberRef & MemberKey,
    text?: SentText,
  ): Promise<Decision | undefined>;
  find(key: HostMessageKey): Promise<(MemberRef & MemberKey) | undefined>;
  /** Returns the recipient and the text of a host's message whose edits are passed on. */
  findText(key: HostMessageKey): Promise<(MemberRef & MemberKey & { readonly text: SentText }) | undefined>;
  /**
   * Stores the digest of an edit's text, unless a later edit has stored its own digest.
   * @param updateId number of the edit. Later edits have higher numbers
   */
  noteEdit(key: HostMessageKey, digest: string, updateId: number): Promise<void>;
  /** @returns false if the message was answered before */
  claimAnswer(key: HostMessageKey): Promise<boolean>;
  /**
   * Claims the right to answer that a message has no recipient. After that, no copy of the update finds a recipient.
   * @returns "routed" if another copy has found a recipient
   */
  claimReport(key: HostMessageKey): Promise<"claimed" | "claimed before" | "routed">;
  /** @returns false if the host was notified before that the message is pending for an offline visitor */
  claimAbsenceNotice(key: HostMessageKey): Promise<boolean>;
  /**
   * Claims another attempt to send a report that was claimed before.
   * @param attemptMilliseconds the longest time of an attempt. A claim that is older has ended without a report
   * @returns "under way" if another invocation may be sending the report
   */
  claimReportAgain(
    key: HostMessageKey,
    attemptMilliseconds: number,
  ): Promise<"claimed" | "under way" | "reported">;
  /** Releases the claim of an attempt that has failed, so that the next one need not wait. */
  releaseReport(key: HostMessageKey): Promise<void>;
  /** Stores that the host has received the report. */
  noteReported(key: HostMessageKey): Promise<void>;
}
