import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { TableModel } from "@kite-chat/stack-server";
import { answerParent } from "../child/answer-parent";
import { Rate } from "../rate";

interface Target {
  readonly dynamodbEndpoint: string;
  readonly queueUrl: string;
  readonly region: string;
  readonly tables: readonly TableModel[];
}

/** Sends the AWS requests of a text with the bare SDK in one process, without a gateway, functions or checks. */
answerParent({
  run: async ({ target, loops, seconds }: { target: Target; loops: number; seconds: number }) => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const { region } = target;
    const database = DynamoDBDocumentClient.from(
      new DynamoDBClient({ region, credentials, endpoint: target.dynamodbEndpoint }),
    );
    const queue = new SQSClient({ region, credentials, endpoint: new URL(target.queueUrl).origin });
    const table = (end: string) =>
      target.tables.find(({ tableName }) => tableName.endsWith(end))?.tableName ?? end;
    const rate = new Rate(seconds);
    await Promise.all(
      Array.from({ length: loops }, async () => {
        const [connectionId, memberKey] = [randomUUID(), randomUUID()];
        await database.send(
          new PutCommand({ TableName: table("Connections"), Item: { connectionId, memberId: memberKey } }),
        );
        await rate.repeat(async () => {
          await database.send(
            new GetCommand({ TableName: table("Connections"), Key: { connectionId }, ConsistentRead: true }),
          );
          await database.send(
            new UpdateCommand({
              TableName: table("Members"),
              Key: { memberKey },
              UpdateExpression: "SET framesUntil = :until",
              ExpressionAttributeValues: { ":until": Date.now() },
              ReturnValues: "UPDATED_OLD",
            }),
          );
          await database.send(new PutCommand({ TableName: table("Messages"), Item: row(memberKey) }));
          await queue.send(
            new SendMessageCommand({
              QueueUrl: target.queueUrl,
              MessageBody: JSON.stringify({ to: "host", channelName: "kite-demo", memberId: memberKey }),
              MessageGroupId: memberKey,
              MessageDeduplicationId: randomUUID(),
            }),
          );
        });
      }),
    );
    return rate.result();
  },
});

/** Returns an item as large as the row of a text, with the key of the table's index. */
function row(memberKey: string): Record<string, unknown> {
  const time = new Date().toISOString();
  return {
    conversation: memberKey,
    messageKey: randomUUID(),
    pending: `toHost#${time}#${randomUUID()}`,
    destinationMessageId: randomUUID(),
    sentAt: time,
    storedAt: time,
    content: { type: "text", text: "Hello, is anybody there?" },
    memberName: "Ada",
    tag: "ada",
    hostChatId: -1000,
  };
}
