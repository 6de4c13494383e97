import { noticeWaitMilliseconds } from "../chat/delivery/delivery";
import type { ChatPorts } from "../chat/ports";
import type { HostMessageKey } from "../chat/route-store";
import type { FromChat, Talk } from "./update";

/** Reports that a notice was not sent yet, or may be wrong. Telegram then sends the update again. */
export class ReportPostponed extends Error {
  override readonly name = "ReportPostponed";
}

/**
 * Time after a message within which its report is retried, in milliseconds. During the retries, Telegram sends no
 * further updates of the chat. A group that exceeds its 20 messages a minute is blocked for less than a minute.
 */
const reportPatienceMilliseconds = 2 * 60_000;

/**
 * The longest time from the claim of a report to the note that it was sent, in milliseconds. It is enough for two
 * requests of a notice, to a group and to the supergroup that it has become.
 */
const reportAttemptMilliseconds = 12_000;

/**
 * Reports that a message is not delivered. The claim prevents a repeated update from delivering the message after all.
 * @throws ReportPostponed
 */
export async function reportDropped(ports: ChatPorts, update: Talk, text: string): Promise<"reported"> {
  await report(ports, update, text, await claimReport(ports, keyOf(update)));
  return "reported";
}

/**
 * Reports that a message, or a part of it, cannot be passed on.
 * @throws ReportPostponed
 */
export async function reportRefused(ports: ChatPorts, update: Talk, text: string): Promise<void> {
  await report(ports, update, text, await ports.routes.claimAnswer(keyOf(update)));
}

/**
 * Reports that a message, or a part of it, is not delivered. A repeated update sends the report if the first copy of
 * the update was killed before it sent the report, or could not send it. It waits while that copy may be sending it.
 * @param isFirst whether this copy of the update has claimed the report
 * @throws ReportPostponed
 */
async function report(ports: ChatPorts, update: Talk, text: string, isFirst: boolean): Promise<void> {
  const { chatId, messageId, sentAt } = update;
  const key = keyOf(update);
  const claim = isFirst ? "claimed" : await ports.routes.claimReportAgain(key, reportAttemptMilliseconds);
  if (claim === "reported") {
    return;
  }
  if (claim === "under way") {
    throw new ReportPostponed("another copy of the update may be sending the report");
  }
  const notice = await ports.host.notify(chatId, text, { replyToMessageId: messageId });
  // A report that may have been shown is repeated once.
  const isRepeatable = noticeWaitMilliseconds(notice, isFirst ? 1 : Number.POSITIVE_INFINITY) !== undefined;
  // An update that arrives late, for example after an outage, is repeated once too.
  const isPatient = isFirst || ports.now() - Date.parse(sentAt) < reportPatienceMilliseconds;
  if (isRepeatable && isPatient) {
    await ports.routes.releaseReport(key);
    throw new ReportPostponed("a report could not be sent");
  }
  await ports.routes.noteReported(key);
}

/**
 * Claims the report that a message is not delivered. If another copy of the update has found a visitor meanwhile, the
 * report is sent only if this visitor is no longer known.
 * @returns false when the report was claimed before
 * @throws ReportPostponed
 */
async function claimReport(ports: ChatPorts, key: HostMessageKey): Promise<boolean> {
  const claim = await ports.routes.claimReport(key);
  if (claim !== "routed") {
    return claim === "claimed";
  }
  const recipient = await ports.routes.find(key);
  if (recipient && (await ports.members.find(recipient))) {
    throw new ReportPostponed("another copy of the update has found a visitor");
  }
  return ports.routes.claimAnswer(key);
}

/** Returns the key by which an update's message is stored. */
export function keyOf({ chatId, messageId }: FromChat): HostMessageKey {
  return { hostChatId: chatId, chatMessageId: messageId };
}
