import { randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { rowMet, table } from "./table";

/** The key of the secret's row. The keys of channels and chats have other prefixes. */
const secretKey = { channelKey: "secret#files" };

/**
 * Returns the stage's secret for files. The first call in a new stage creates and stores a random secret. The secret is
 * in a table and not in Parameter Store, because the functions create it, and because it must not change. The keys of
 * all files are derived from it.
 */
export function fileSecret(client: DynamoDBDocumentClient, tableName: string): () => Promise<string> {
  const rows = table(client, tableName);
  let secret: string | undefined;
  return async () => {
    secret ??= String((await rows.get(secretKey))?.secret ?? (await create()));
    return secret;
  };

  async function create(): Promise<unknown> {
    const item = { ...secretKey, secret: randomBytes(32).toString("base64url") };
    const written = await rows.put(item, { condition: "attribute_not_exists(channelKey)" });
    // Another invocation may have stored a secret at the same moment.
    return written.row ? item.secret : rowMet(written).secret;
  }
}
