import type { DeliveryOutcome } from "./deliver-to-host";
import type { HostedChannel, Member } from "./model";
import type { ChatPorts } from "./ports";

/**
 * Ends a channel: at once for its host, and what belongs to it is erased by the deliverer. The work is noted first:
 * when nobody is woken for it, the sweep finds the note.
 */
export async function drop(ports: ChatPorts, channel: HostedChannel): Promise<void> {
  const { channelName } = channel;
  await ports.messages.noteDrop(channelName);
  await ports.channels.drop(channel);
  try {
    await ports.wakeUps.wake({ to: "drop", channelName }, `drop ${ports.now()}`);
  } catch (error) {
    ports.log.error("wake-up failed; the sweep will find the dropped channel", error);
  }
}

/** Members that are erased in one go. */
const membersARound = 25;

/**
 * Erases all visitors of a dropped channel with their conversations, then frees its name.
 * @param timeLeft milliseconds until the work must stop; what is left then is tried again at once
 */
export async function eraseChannel(
  ports: ChatPorts,
  channelName: string,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  // A channel that somebody hosts is not to be erased, whatever an old wake-up says.
  if (await ports.channels.find(channelName)) {
    await ports.messages.settleDrop(channelName);
    return { done: true };
  }
  while (timeLeft() > 15_000) {
    const members = await ports.members.inChannel(channelName, membersARound);
    if (members.length === 0) {
      await ports.channels.remove(channelName);
      await ports.messages.settleDrop(channelName);
      return { done: true };
    }
    for (const member of members) await eraseMember(ports, member);
  }
  return { done: false, retryAfterSeconds: 0 };
}

/** Forgets a visitor: sockets, conversation, seat. Files expire by themselves. */
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
