import { withActive } from "../chat/hosts/last-active";
import type { HostedChannel } from "../chat/model";
import type { ChannelStore } from "../chat/stores";
import { channelOf, chatKeyOf } from "./channel-row";
import type { Table } from "./table";

/** Stores the results of deliveries in the row of the host's chat: last active visitors, wait, and failures. */
export function hostActivity(
  rows: Table,
): Pick<ChannelStore, "noteActive" | "noteChecked" | "postpone" | "noteFailure" | "noteSuccess"> {
  const keyOf = (hostChatId: string) => ({ channelKey: chatKeyOf(hostChatId) });
  return {
    async noteActive(channel, visitor, now) {
      // Conversations post in parallel, so a write succeeds only if the value has not changed since it was read.
      for (let known: HostedChannel = channel; ; ) {
        const lastActive = withActive(known.lastActive, visitor, now);
        if (lastActive === known.lastActive) {
          return known;
        }
        const stored = await replaceLastActive(rows, channel.hostChatId, known, lastActive);
        if (stored === "replaced") {
          return { ...known, lastActive };
        }
        // The chat now hosts another channel, or none.
        if (stored?.channelName !== channel.channelName) {
          return known;
        }
        known = stored;
      }
    },
    async noteChecked(channel, now) {
      const [newest, ...others] = channel.lastActive;
      if (!newest) {
        return;
      }
      const checked = [{ ...newest, checkedAt: now }, ...others];
      await replaceLastActive(rows, channel.hostChatId, channel, checked);
    },
    async postpone(hostChatId, notBefore) {
      await rows.update(keyOf(hostChatId), "SET notBefore = :notBefore", {
        condition:
          "attribute_exists(channelKey) AND (attribute_not_exists(notBefore) OR notBefore < :notBefore)",
        values: { notBefore },
      });
    },

    async noteFailure(hostChatId, before) {
      const asRead = before === 0 ? "attribute_not_exists(failures)" : "failures = :before";
      await rows.update(keyOf(hostChatId), "SET failures = :failures", {
        condition: `attribute_exists(channelKey) AND ${asRead}`,
        values: { failures: before + 1, ...(before > 0 && { before }) },
      });
    },

    async noteSuccess(hostChatId, before) {
      await rows.update(keyOf(hostChatId), "REMOVE failures", {
        condition: "failures = :before",
        values: { before },
      });
    },
  };
}

/** @returns "replaced", or the row that another delivery has written; `undefined` if the row does not exist */
async function replaceLastActive(
  rows: Table,
  hostChatId: string,
  { channelName, lastActive: known }: HostedChannel,
  next: HostedChannel["lastActive"],
): Promise<"replaced" | HostedChannel | undefined> {
  const asRead = known.length === 0 ? "attribute_not_exists(lastActive)" : "lastActive = :known";
  const { row, met } = await rows.update({ channelKey: chatKeyOf(hostChatId) }, "SET lastActive = :next", {
    condition: `channelName = :channelName AND ${asRead}`,
    values: { channelName, next, ...(known.length > 0 && { known }) },
  });
  return row ? "replaced" : met && channelOf(met);
}
