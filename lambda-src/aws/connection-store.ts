import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Connection, MemberRef, PageContext } from "../chat/model";
import type { ConnectionStore } from "../chat/stores";
import { isLive, secondsFrom } from "./expiry";
import { table } from "./table";
import { type BucketLimit, takeToken } from "./token-bucket";

/** API Gateway closes a connection after 2 h. If `$disconnect` is lost, the row expires an hour later. */
const connectionSeconds = 3 * 3600;

/** Limit of frames before JOIN. It suffices for a client that sends its first texts right after JOIN. */
const unjoinedLimit: BucketLimit = { burst: 20, perSecond: 2 };

/**
 * Maximum number of JOINs of one connection, which lasts up to 2 hours. A client joins once, and joins again to change
 * the name.
 */
const joinsMax = 50;

/** Limit of rejections: a burst of 30, then one every ten seconds. A connection that exceeds the limit is closed. */
const refusalLimit: BucketLimit = { burst: 30, perSecond: 0.1 };

/** Milliseconds after which a JOIN counts as crashed, so that another member may claim the connection. */
const claimMilliseconds = 30_000;

/** Stores a row for each open socket, by connectionId. */
export function connectionStore(
  client: DynamoDBDocumentClient,
  TableName: string,
  now: () => number,
): ConnectionStore {
  const rows = table(client, TableName);
  return {
    async open(connectionId, channelName) {
      const expiresAt = secondsFrom(now(), connectionSeconds);
      await rows.put({ connectionId, channelName, expiresAt });
    },

    async find(connectionId) {
      const item = await rows.get({ connectionId });
      return isLive(item, now()) ? connectionOf(item) : undefined;
    },

    async claim(connectionId, member) {
      const time = now();
      const { row, met } = await rows.update(
        { connectionId },
        "SET joining = :claim, joiningAt = :now, joins = if_not_exists(joins, :zero) + :one",
        {
          condition: [
            "expiresAt > :seconds",
            "(attribute_not_exists(joins) OR joins < :joinsMax)",
            "(attribute_not_exists(memberId) OR memberId = :memberId)",
            "(attribute_not_exists(joining) OR joining = :claim OR memberId = :memberId OR joiningAt < :stale)",
          ].join(" AND "),
          values: {
            memberId: member.memberId,
            claim: claimOf(member),
            now: time,
            seconds: time / 1000,
            stale: time - claimMilliseconds,
            joinsMax,
            zero: 0,
            one: 1,
          },
          returns: "ALL_NEW",
        },
      );
      if (row) {
        return { claimed: true, connection: connectionOf(row) };
      }
      if (!isLive(met, time)) {
        return { claimed: false, reason: "unknown" };
      }
      return { claimed: false, reason: Number(met.joins ?? 0) >= joinsMax ? "too many" : "other member" };
    },

    async release(connectionId, member) {
      await rows.update({ connectionId }, "REMOVE joining, joiningAt", {
        condition: "joining = :claim AND attribute_not_exists(memberId)",
        values: { claim: claimOf(member) },
      });
    },

    async identify(connectionId, identity) {
      const { channelName, memberId, memberName, tag, hostChatId } = identity;
      const { row } = await rows.update(
        { connectionId },
        "SET channelName = :channelName, memberId = :memberId, memberName = :memberName, tag = :tag, hostChatId = :hostChatId",
        {
          condition: `attribute_exists(connectionId) AND (${[
            // Two JOINs of the same member share a claim. If one of them has failed, it has removed the claim.
            "(attribute_not_exists(memberId) AND (attribute_not_exists(joining) OR joining = :claim))",
            "(memberId = :memberId AND channelName = :channelName)",
          ].join(" OR ")})`,
          values: { channelName, memberId, claim: claimOf(identity), memberName, tag, hostChatId },
        },
      );
      return row !== undefined;
    },

    async storeContext(connectionId, context, receivedAt) {
      await rows.update({ connectionId }, "SET pageContext = :context, contextAt = :receivedAt", {
        condition:
          "attribute_exists(connectionId) AND (attribute_not_exists(contextAt) OR contextAt <= :receivedAt)",
        values: { context, receivedAt },
      });
    },

    async countFrame(connectionId) {
      const update = { key: { connectionId }, attribute: "framesUntil", values: {} };
      const conditions = ["attribute_exists(connectionId)"];
      const result = await takeToken(rows, { ...update, conditions }, unjoinedLimit, now());
      return result.taken ? 0 : Math.max(result.waitMilliseconds, result.item ? 1 : 0);
    },

    async countRefusal(connectionId) {
      const update = {
        // The count has its own row. A connection without a row is therefore counted too, and no row is created for it.
        key: { connectionId: `refused#${connectionId}` },
        attribute: "refusedUntil",
        more: ", expiresAt = :expiresAt",
        conditions: [],
        values: { expiresAt: secondsFrom(now(), connectionSeconds) },
      };
      return !(await takeToken(rows, update, refusalLimit, now())).taken;
    },

    async close(connectionId) {
      const { row } = await rows.delete({ connectionId }, { returns: "ALL_OLD" });
      return row?.connectionId === undefined ? undefined : connectionOf(row);
    },
  };
}

/** Returns the value with which a JOIN claims a connection for a member. A channel's name contains no `/`. */
function claimOf({ channelName, memberId }: MemberRef): string {
  return `${channelName}/${memberId}`;
}

function connectionOf(item: Record<string, unknown>): Connection {
  const text = (name: string) => (item[name] === undefined ? undefined : String(item[name]));
  const [channelName, memberId, tag, hostChatId] = ["channelName", "memberId", "tag", "hostChatId"].map(text);
  const isJoined =
    channelName !== undefined && memberId !== undefined && tag !== undefined && hostChatId !== undefined;
  return {
    connectionId: text("connectionId") ?? "",
    channelName,
    joining: item.joining !== undefined,
    identity: isJoined
      ? { channelName, memberId, tag, hostChatId, memberName: text("memberName") ?? "" }
      : undefined,
    ...(item.pageContext !== undefined && { context: item.pageContext as PageContext }),
  };
}
