import { randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { IdentityVersions } from "../chat/model";
import { channelKeyOf } from "./channel-row";
import { type Row, type Table, table } from "./table";

/** Milliseconds for which the previous version stays valid after a rotation. */
const graceMilliseconds = 24 * 3600 * 1000;

/** Sets the version of a channel's key for identities, and changes it to rotate the key. */
export interface IdentityVersionWriter {
  /**
   * Sets a version if the channel has none.
   * @returns the version; `undefined` when nobody hosts the channel
   */
  make(channelName: string): Promise<string | undefined>;
  /**
   * Sets a new version. The previous version stays valid for 24 hours, and older versions become invalid. Simultaneous
   * rotations count as one.
   * @returns the version; `undefined` when nobody hosts the channel
   */
  rotate(channelName: string): Promise<string | undefined>;
}

/** Reads the versions of a channel from its row. */
export async function findIdentityVersions(
  rows: Table,
  channelName: string,
): Promise<IdentityVersions | undefined> {
  const { hostChatId, identityVersion, previousIdentityVersion, previousIdentityUntil } =
    (await rows.get({ channelKey: channelKeyOf(channelName) })) ?? {};
  if (hostChatId === undefined || identityVersion === undefined) {
    return undefined;
  }
  return {
    current: String(identityVersion),
    ...(previousIdentityVersion !== undefined && {
      previous: { version: String(previousIdentityVersion), validUntil: Number(previousIdentityUntil) },
    }),
  };
}

/**
 * Creates a writer of versions. Versions are random and are deleted with the channel. If another host takes the
 * channel's name later, that host therefore gets another key.
 * @param now milliseconds since the epoch
 */
export function identityVersionWriter(
  client: DynamoDBDocumentClient,
  tableName: string,
  now: () => number = Date.now,
): IdentityVersionWriter {
  const rows = table(client, tableName);
  const change = async (channelName: string, expression: string, condition: string, values: Row) => {
    const key = { channelKey: channelKeyOf(channelName) };
    const { row } = await rows.update(key, expression, { condition, values, returns: "ALL_NEW" });
    return row && String(row.identityVersion);
  };
  const make = (channelName: string) =>
    change(
      channelName,
      "SET identityVersion = if_not_exists(identityVersion, :version)",
      "attribute_exists(hostChatId)",
      { version: newVersion() },
    );
  return {
    make,
    async rotate(channelName) {
      const before = await make(channelName);
      if (before === undefined) {
        return undefined;
      }
      const rotated = await change(
        channelName,
        "SET previousIdentityVersion = identityVersion, previousIdentityUntil = :until, identityVersion = :version",
        "attribute_exists(hostChatId) AND identityVersion = :before",
        { version: newVersion(), until: now() + graceMilliseconds, before },
      );
      // The SDK has repeated the request, or another rotation ran at the same moment. A second rotation would
      // invalidate the previous version.
      return rotated ?? make(channelName);
    },
  };
}

function newVersion(): string {
  return randomBytes(9).toString("base64url");
}
