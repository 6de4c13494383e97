import {
  type DeliveryOutcome,
  done,
  noticeWaitMilliseconds,
  tryAgainAfter,
  tryAgainAtOnce,
} from "../delivery/delivery";
import { notifyOutbox } from "../delivery/notify-outbox";
import { keyStart } from "../file-keys";
import type { Erasure, ErasureKey, HostedChannel, MemberKey, MemberRef } from "../model";
import type { ChatPorts, OutboxPorts } from "../ports";
import { hostNotices } from "../texts/english";

/**
 * Drops a channel. The channel ends immediately for its host. The outbox erases its visitors, messages and files later,
 * and then reports the counts to the host. The job is stored first, so that the sweep finds it if the notification is
 * lost.
 */
export async function drop(ports: ChatPorts, channel: HostedChannel): Promise<void> {
  const { channelName, hostChatId } = channel;
  await ports.messages.noteErasure({ channelName, reportTo: hostChatId });
  await ports.channels.drop(channel);
  await notifyOutbox(ports, { to: "erasure", channelName });
}

/**
 * Removes a private chat from its channel. The membership ends immediately. The outbox later erases the messages and
 * files of the chat.
 */
export async function removeTelegramMember(
  ports: ChatPorts,
  membership: MemberRef & MemberKey,
  chatId: string,
): Promise<void> {
  const { channelName, memberId } = membership;
  await ports.messages.noteErasure({ channelName, memberId });
  await ports.members.remove(membership, chatId);
  await notifyOutbox(ports, { to: "erasure", channelName, memberId });
}

/**
 * Starts the erasure of a dropped channel again if its job no longer exists, because otherwise the channel's name would
 * stay reserved.
 */
export async function resumeErasure(ports: ChatPorts, channelName: string): Promise<void> {
  if (!(await ports.messages.findErasure({ channelName }))) {
    await ports.messages.noteErasure({ channelName });
    await notifyOutbox(ports, { to: "erasure", channelName });
  }
}

/** Time in which a drop removes the host after its job is stored, in milliseconds. A function runs for a shorter time. */
const dropMilliseconds = 60_000;

/** Minimum remaining time for a round of an erasure, in milliseconds. */
const roundMilliseconds = 15_000;

/**
 * Runs an erasure job of the outbox. Each step can be repeated.
 * @param timeLeft milliseconds until the work must stop; the rest is retried immediately
 */
export async function erase(
  ports: OutboxPorts,
  key: ErasureKey,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  const erasure = await ports.messages.findErasure(key);
  if (!erasure) {
    return done;
  }
  if (erasure.memberId === undefined) {
    return eraseChannel(ports, erasure, timeLeft);
  }
  const { channelName, memberId } = erasure;
  const isComplete = await eraseMember(ports, erasure, { channelName, memberId }, timeLeft);
  if (!isComplete) {
    return tryAgainAtOnce;
  }
  await ports.messages.settleErasure(key);
  return done;
}

/** Number of members that are erased in one round. */
const membersARound = 25;

/**
 * The list of members comes from a global index, which lags behind the table. A channel counts as empty only if the
 * list is still empty after this time.
 */
const indexLagMilliseconds = 10_000;

/** Erases all visitors of a dropped channel, then frees its name. */
async function eraseChannel(
  ports: OutboxPorts,
  erasure: Erasure,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  const { channelName, since } = erasure;
  // A channel with a host must not be erased, even if an old notification requests the erasure. A new job may belong to
  // a drop that has not removed the host yet.
  if ((await ports.channels.findHostChat(channelName)) !== undefined) {
    const dropsUntil = Date.parse(since) + dropMilliseconds;
    if (ports.now() < dropsUntil) {
      return tryAgainAfter(dropsUntil - ports.now());
    }
    await ports.messages.settleErasure(erasure);
    return done;
  }
  for (let erased = 0; timeLeft() > roundMilliseconds; ) {
    const members = await ports.members.inChannel(channelName, membersARound);
    if (members.length === 0) {
      const settlesIn = Date.parse(since) + indexLagMilliseconds - ports.now();
      if (erased > 0 || settlesIn > 0) {
        return tryAgainAfter(Math.max(settlesIn, erased > 0 ? indexLagMilliseconds : 0));
      }
      if (!(await eraseFiles(ports, erasure, erasure, timeLeft))) {
        return tryAgainAtOnce;
      }
      return endChannel(ports, erasure);
    }
    for (const member of members) {
      if (!(await eraseMember(ports, erasure, member, timeLeft))) {
        return tryAgainAtOnce;
      }
    }
    erased += members.length;
  }
  return tryAgainAtOnce;
}

/** Reports the numbers of erased items to the host, and frees the channel's name. */
async function endChannel(ports: ChatPorts, { channelName }: ErasureKey): Promise<DeliveryOutcome> {
  const erasure = await ports.messages.findErasure({ channelName });
  if (!erasure) {
    return done;
  }
  const { erased, reportTo } = erasure;
  if (reportTo !== undefined) {
    const notice = await ports.host.notify(reportTo, hostNotices.erased(channelName, erased));
    // A report that may have been shown is not repeated.
    const wait = noticeWaitMilliseconds(notice, Number.POSITIVE_INFINITY);
    if (wait !== undefined) {
      return tryAgainAfter(wait);
    }
  }
  await ports.channels.remove(channelName);
  await ports.messages.settleErasure({ channelName });
  return done;
}

/**
 * Erases a visitor: sockets first, then messages, files and rows. The rows are erased last, because an interrupted
 * erasure of a channel finds its remaining visitors by their rows. Until the rows are removed, a frame that was
 * admitted earlier may store a message, so messages are erased again after that.
 * @param tag absent if the visitor's rows are already removed
 * @returns false if the time was too short
 */
async function eraseMember(
  ports: OutboxPorts,
  erasure: ErasureKey,
  { tag, ...ref }: MemberRef & { readonly tag?: string | undefined },
  timeLeft: () => number,
): Promise<boolean> {
  const { channelName, memberId } = ref;
  const member = tag === undefined ? undefined : await ports.members.find({ channelName, tag });
  await Promise.all(
    (member?.sockets ?? []).map(async (connectionId) => {
      await ports.connections.close(connectionId);
      await ports.sockets.disconnect(connectionId);
    }),
  );
  let messages = await ports.messages.erase(ref);
  if (!(await eraseFiles(ports, erasure, { channelName, memberId }, timeLeft))) {
    return false;
  }
  if (tag !== undefined) {
    await ports.members.remove({ channelName, memberId, tag }, member?.telegramChatId);
    messages += await ports.messages.erase(ref);
  }
  await ports.messages.countErased(erasure, { members: 1, messages, files: 0 });
  return true;
}

/**
 * Erases the files of a visitor or of a channel, including uploads that were never sent.
 * @returns false if the time was too short
 */
async function eraseFiles(
  ports: OutboxPorts,
  erasure: ErasureKey,
  owner: ErasureKey,
  timeLeft: () => number,
): Promise<boolean> {
  const start = await keyStart(ports.files, owner);
  while (timeLeft() > roundMilliseconds) {
    const files = await ports.fileEraser.erase(start);
    if (files === 0) {
      return true;
    }
    await ports.messages.countErased(erasure, { members: 0, messages: 0, files });
  }
  return false;
}
