import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/** A row as the document client returns it. */
export type Row = Record<string, unknown>;

/** The key of a row. */
type Key = Readonly<Record<string, string>>;

/** Represents the condition of a write, and the names and values in its expressions. */
export interface Terms {
  /**
   * Condition that must hold for the write.
   * @default - no condition
   */
  readonly condition?: string;
  /** Values, by their names in the expressions without the colon. @default - no values */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** Names of attributes, by their names in the expressions without the `#`. @default - no names */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** Represents the result of a write. */
export interface Written {
  /** The attributes that `returns` requests; `undefined` if the condition did not hold. */
  readonly row: Row | undefined;
  /** The row that did not meet the condition, if there is one. */
  readonly met: Row | undefined;
}

/** Reads and writes one table. Reads are consistent. A condition that does not hold is a result and not an error. */
export interface Table {
  get(key: Key): Promise<Row | undefined>;
  put(item: Row, terms?: Terms): Promise<Written>;
  update(
    key: Key,
    expression: string,
    terms?: Terms & { readonly returns?: "ALL_NEW" | "ALL_OLD" | undefined },
  ): Promise<Written>;
  delete(key: Key, terms?: Terms & { readonly returns?: "ALL_OLD" }): Promise<Written>;
}

/** Creates a {@link Table}. */
export function table(client: DynamoDBDocumentClient, TableName: string): Table {
  return {
    async get(Key) {
      return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
    },
    put: (Item, terms) => write(client.send(new PutCommand({ TableName, Item, ...expressionsOf(terms) }))),
    update: (Key, UpdateExpression, { returns, ...terms } = {}) =>
      write(
        client.send(
          new UpdateCommand({
            TableName,
            Key,
            UpdateExpression,
            ...expressionsOf(terms),
            ...(returns && { ReturnValues: returns }),
          }),
        ),
      ),
    delete: (Key, { returns, ...terms } = {}) =>
      write(
        client.send(
          new DeleteCommand({
            TableName,
            Key,
            ...expressionsOf(terms),
            ...(returns && { ReturnValues: returns }),
          }),
        ),
      ),
  };
}

/** Returns the terms of a write as DynamoDB's parameters, also for a transaction. */
export function expressionsOf({ condition, values, names }: Terms = {}) {
  return {
    ...(condition !== undefined && {
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    }),
    ...(values && { ExpressionAttributeValues: withSign(":", values) }),
    ...(names && { ExpressionAttributeNames: withSign("#", names) }),
  };
}

/**
 * Returns the existing row because of which a write was rejected. The condition of that write must hold if there is no
 * row.
 * @throws Error if DynamoDB has not returned the row, although it always should
 */
export function rowMet({ met }: Written): Row {
  if (!met) {
    throw new Error("DynamoDB has rejected a write without returning the existing row.");
  }
  return met;
}

async function write(sent: Promise<{ readonly Attributes?: Row | undefined }>): Promise<Written> {
  try {
    return { row: (await sent).Attributes ?? {}, met: undefined };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    return { row: undefined, met: error.Item && unmarshall(error.Item) };
  }
}

function withSign<Value>(sign: string, terms: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(terms).map(([name, value]) => [`${sign}${name}`, value]));
}
