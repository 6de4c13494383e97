import type { HostedChannel, Message } from "../model";
import type { ChatPorts, HostUnavailable } from "../ports";
import * as texts from "../texts/english";
import { giveUp } from "./give-up";
import { reportUndelivered } from "./notify-member";

/** Represents the delivery of one conversation's messages. */
export interface Delivery {
  readonly ports: ChatPorts;
  /** The channel as it was read, with the changes of this delivery. */
  channel: HostedChannel;
  readonly timeLeft: () => number;
  /** Number of the notification's attempt, from 1. */
  readonly attempt: number;
}

/** Reports that a post could not be shown for now. */
export class PostFailed extends Error {
  override readonly name = "PostFailed";

  readonly head: Message;
  /** Whether the post was an upload, whose attempt was counted before. */
  readonly isUpload: boolean;
  readonly reason: HostUnavailable;
  constructor(head: Message, isUpload: boolean, reason: HostUnavailable) {
    super(reason.message, { cause: reason });
    this.head = head;
    this.isUpload = isUpload;
    this.reason = reason;
  }
}

/** Reports that Telegram does not accept the notice about an undelivered message, which stays pending for now. */
export class NoticePostponed extends Error {
  override readonly name = "NoticePostponed";

  readonly head: Message;
  readonly waitMilliseconds: number;
  constructor(head: Message, waitMilliseconds: number) {
    super("a notice is sent later");
    this.head = head;
    this.waitMilliseconds = waitMilliseconds;
  }
}

/** @throws NoticePostponed */
export async function giveUpForHost(
  { ports, attempt }: Pick<Delivery, "ports" | "attempt">,
  message: Message,
  reason: string,
  sentence: string = texts.visitorNotices.messageUndeliverable,
): Promise<void> {
  const wait = await giveUp(ports, message, reason, attempt, () =>
    reportUndelivered(ports, message, sentence, 404),
  );
  if (wait !== undefined) {
    throw new NoticePostponed(message, wait);
  }
}
