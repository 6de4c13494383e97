import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { withActive } from "../chat/hosts/last-active";
import type { HostedChannel } from "../chat/model";
import type { ChannelStore } from "../chat/stores";
import { channelOf, chatKeyOf } from "./channel-row";
import { updateIf } from "./conditional-update";

/** What deliveries to a host's chat store in its row: who was last active, how long to wait, how often it failed. */
export function hostActivity(
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<ChannelStore, "noteActive" | "noteChecked" | "postpone" | "noteFailure" | "noteSuccess"> {
  const keyed = (hostChatId: string) => ({ TableName, Key: { channelKey: chatKeyOf(hostChatId) } });
  return {
    async noteActive(channel, visitor, now) {
      // Conversations post in parallel: each writes only over what it has read.
      for (let known: HostedChannel = channel; ; ) {
        const lastActive = withActive(known.lastActive, visitor, now);
        if (lastActive === known.lastActive) {
          return known;
        }
        const stored = await replaceLastActive(client, keyed(channel.hostChatId), known, lastActive);
        if (stored === "replaced") {
          return { ...known, lastActive };
        }
        // The chat hosts another channel by now, or none.
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
      await replaceLastActive(client, keyed(channel.hostChatId), channel, checked);
    },
    async postpone(hostChatId, notBefore) {
      await updateIf(client, {
        ...keyed(hostChatId),
        UpdateExpression: "SET notBefore = :notBefore",
        ConditionExpression:
          "attribute_exists(channelKey) AND (attribute_not_exists(notBefore) OR notBefore < :notBefore)",
        ExpressionAttributeValues: { ":notBefore": notBefore },
      });
    },
    async noteFailure(hostChatId, before) {
      await updateIf(client, {
        ...keyed(hostChatId),
        UpdateExpression: "SET failures = :failures",
        ConditionExpression: `attribute_exists(channelKey) AND ${before === 0 ? "attribute_not_exists(failures)" : "failures = :before"}`,
        ExpressionAttributeValues: {
          ":failures": before + 1,
          ...(before > 0 && { ":before": before }),
        },
      });
    },
    async noteSuccess(hostChatId, before) {
      await updateIf(client, {
        ...keyed(hostChatId),
        UpdateExpression: "REMOVE failures",
        ConditionExpression: "failures = :before",
        ExpressionAttributeValues: { ":before": before },
      });
    },
  };
}

/** @returns "replaced", or the row as another delivery has written it; `undefined` when there is none */
async function replaceLastActive(
  client: DynamoDBDocumentClient,
  keyed: { readonly TableName: string; readonly Key: Record<string, string> },
  known: HostedChannel,
  lastActive: HostedChannel["lastActive"],
): Promise<"replaced" | HostedChannel | undefined> {
  try {
    await client.send(
      new UpdateCommand({
        ...keyed,
        UpdateExpression: "SET lastActive = :next",
        ConditionExpression: `channelName = :channelName AND ${
          known.lastActive.length === 0 ? "attribute_not_exists(lastActive)" : "lastActive = :known"
        }`,
        ExpressionAttributeValues: {
          ":channelName": known.channelName,
          ":next": lastActive,
          ...(known.lastActive.length > 0 && { ":known": known.lastActive }),
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return "replaced";
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    return error.Item && channelOf(unmarshall(error.Item));
  }
}
