import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/** A row as the document client gives it. */
export type Row = Record<string, unknown>;

/** The key of a row. */
type Key = Readonly<Record<string, string>>;

/** The condition of a write, and what its expressions speak of. */
export interface Terms {
  /**
   * The row is written if this holds.
   * @default - in any case
   */
  readonly condition?: string;
  /** Values, by their names in the expressions without the colon. @default - none */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** Names of attributes, by those in the expressions without the `#`. @default - none */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** What became of a write. */
export interface Written {
  /** The attributes that `returns` asks for; `undefined` when the condition did not hold. */
  readonly row: Row | undefined;
  /** The row that did not meet the condition, if there is one. */
  readonly met: Row | undefined;
}

/** One table. Reads are consistent; a condition that does not hold is a result and no error. */
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

/** Creates the access to a table. */
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

/** Returns the terms of a write in DynamoDB's words, for a transaction as well. */
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
 * Returns the row that a write met whose condition holds where there is none.
 * @throws Error for an answer without it, which DynamoDB does not give
 */
export function rowMet({ met }: Written): Row {
  if (!met) {
    throw new Error("DynamoDB has refused a write without the row in its way.");
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
