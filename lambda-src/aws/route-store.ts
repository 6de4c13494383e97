import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { MemberKey, MemberRef } from "../chat/model";
import type { HostMessageKey, RouteStore } from "../chat/route-store";
import { days, isLive, secondsFrom } from "./expiry";
import { rowMet, table } from "./table";

/** Stores a row for each message of a host, in the table of messages. The row contains the recipient of the message. */
export function routeStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  retentionDays: number,
  now: () => number,
): RouteStore {
  const rows = table(client, TableName);
  const expiresAt = () => secondsFrom(now(), days(retentionDays));
  const findLive = async (key: HostMessageKey) => {
    const item = await rows.get(routeKeyOf(key));
    return isLive(item, now()) ? item : undefined;
  };

  /** @param free further conditions under which the claim is free */
  const claim = async (key: HostMessageKey, attribute: string, ...free: readonly string[]) => {
    const claimant = randomUUID();
    const isFree = ["attribute_not_exists(#claim)", ...free].join(" AND ");
    const expression = "SET #claim = :claimant, claimedAt = :now, expiresAt = :expiresAt";
    const written = await rows.update(routeKeyOf(key), expression, {
      condition: `(${isFree}) OR expiresAt <= :now`,
      names: { claim: attribute },
      values: { claimant, expiresAt: expiresAt(), now: now() / 1000 },
    });
    if (written.row) {
      return { claimed: true };
    }
    const met = rowMet(written);
    // If a response is lost, the SDK retries, and finds the claim that its first attempt created.
    return { claimed: met[attribute] === claimant, isRouted: recipientOf(met) !== undefined };
  };

  return {
    async decide(key, recipient, text) {
      const { channelName, memberId, tag } = recipient;
      const textFields = text && { textId: text.messageId, textDigest: text.digest };
      const written = await rows.put(
        { ...routeKeyOf(key), channelName, memberId, tag, ...textFields, expiresAt: expiresAt() },
        {
          condition: "attribute_not_exists(conversation) OR expiresAt <= :now",
          values: { now: now() / 1000 },
        },
      );
      if (written.row) {
        return { recipient, isFirst: true };
      }
      const stored = recipientOf(rowMet(written));
      return stored && { recipient: stored, isFirst: false };
    },

    async find(key) {
      const item = await findLive(key);
      return item && recipientOf(item);
    },

    async findText(key) {
      const item = await findLive(key);
      const recipient = item && recipientOf(item);
      if (!recipient || item.textId === undefined) {
        return undefined;
      }
      return { ...recipient, text: { messageId: String(item.textId), digest: String(item.textDigest) } };
    },

    async noteEdit(key, digest, updateId) {
      await rows.update(routeKeyOf(key), "SET textDigest = :digest, editedBy = :updateId", {
        condition: "attribute_exists(textId) AND (attribute_not_exists(editedBy) OR editedBy < :updateId)",
        values: { digest, updateId },
      });
    },

    claimAnswer: async (key) => (await claim(key, "answered")).claimed,

    async claimReport(key) {
      const { claimed, isRouted } = await claim(key, "answered", "attribute_not_exists(tag)");
      if (claimed) {
        return "claimed";
      }
      return isRouted ? "routed" : "claimed before";
    },

    claimAbsenceNotice: async (key) => (await claim(key, "absenceNoticed")).claimed,

    async claimReportAgain(key, attemptMilliseconds) {
      const expression = "SET claimedAt = :now, expiresAt = :expiresAt";
      const written = await rows.update(routeKeyOf(key), expression, {
        condition:
          "attribute_not_exists(reported) AND (attribute_not_exists(claimedAt) OR claimedAt < :oldest)",
        values: {
          now: now() / 1000,
          oldest: (now() - attemptMilliseconds) / 1000,
          expiresAt: expiresAt(),
        },
      });
      if (written.row) {
        return "claimed";
      }
      return rowMet(written).reported === true ? "reported" : "under way";
    },

    async releaseReport(key) {
      await rows.update(routeKeyOf(key), "REMOVE claimedAt");
    },

    async noteReported(key) {
      await rows.update(routeKeyOf(key), "SET reported = :reported, expiresAt = :expiresAt", {
        values: { reported: true, expiresAt: expiresAt() },
      });
    },
  };
}

/**
 * Returns a key that no conversation has, because a channel's name contains no `#`. The row has no attribute `pending`,
 * so it is not in the index.
 */
function routeKeyOf({ hostChatId, chatMessageId }: HostMessageKey) {
  return { conversation: `route#${hostChatId}/${chatMessageId}`, messageKey: "route" };
}

/** @returns `undefined` if the message was answered without a recipient */
function recipientOf(item: Readonly<Record<string, unknown>>): (MemberRef & MemberKey) | undefined {
  const { channelName, memberId, tag } = item;
  if (tag === undefined) {
    return undefined;
  }
  return { channelName: String(channelName), memberId: String(memberId), tag: String(tag) };
}
