import { type DeliveryOutcome, done, tryAgainAfter, tryAgainAtOnce } from "../delivery/delivery";
import { notifyOutbox } from "../delivery/notify-outbox";
import type { HostedChannel, Member } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Drops a channel. The channel ends at once for its host. The outbox erases its visitors and messages later. The job is
 * stored first, so that the sweep finds the row if the notification is lost.
 */
export async function drop(ports: ChatPorts, channel: HostedChannel): Promise<void> {
  const { channelName } = channel;
  await ports.messages.noteDrop(channelName);
  await ports.channels.drop(channel);
  await notifyOutbox(ports, { to: "drop", channelName });
}

/** Members that are erased in one round. */
const membersARound = 25;

/** Minimum time for a round. */
const roundMilliseconds = 15_000;

/**
 * The list of members comes from a global index, which lags behind. A channel is empty only if it still is after this.
 */
const indexLagMilliseconds = 10_000;

/**
 * Erases all visitors of a dropped channel with their conversations, then frees its name.
 * @param timeLeft milliseconds until the work must stop; the rest is retried immediately
 */
export async function eraseChannel(
  ports: ChatPorts,
  channelName: string,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  const droppedAt = await ports.messages.findDrop(channelName);
  if (droppedAt === undefined) {
    return done;
  }
  // A channel with a host must not be erased, even if an old notification asks for it.
  if ((await ports.channels.findHostChat(channelName)) !== undefined) {
    await ports.messages.settleDrop(channelName);
    return done;
  }
  for (let erased = 0; timeLeft() > roundMilliseconds; ) {
    const members = await ports.members.inChannel(channelName, membersARound);
    if (members.length === 0) {
      const settlesIn = Date.parse(droppedAt) + indexLagMilliseconds - ports.now();
      if (erased > 0 || settlesIn > 0) {
        return tryAgainAfter(Math.max(settlesIn, erased > 0 ? indexLagMilliseconds : 0));
      }
      await ports.channels.remove(channelName);
      await ports.messages.settleDrop(channelName);
      return done;
    }
    for (const member of members) {
      await eraseMember(ports, member);
    }
    erased += members.length;
  }
  return tryAgainAtOnce;
}

/** Erases a visitor: sockets, conversation, Telegram membership. Files expire by themselves. */
export async function eraseMember(ports: ChatPorts, member: Member): Promise<void> {
  await Promise.all(
    member.sockets.map(async (connectionId) => {
      await ports.connections.close(connectionId);
      await ports.sockets.disconnect(connectionId);
    }),
  );
  await ports.messages.erase(member);
  await ports.members.remove(member, member.telegramChatId);
}
