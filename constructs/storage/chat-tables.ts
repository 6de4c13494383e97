import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PhysicalNames, TableName } from "../account/physical-names";
import { actionsIn, allow, type PolicyStatement } from "../account/policy";

interface TableDefinition {
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly globalIndexes?: readonly IndexDefinition[];
  readonly localIndexes?: readonly (IndexDefinition & { readonly rangeKey: string })[];
  /** True: rows go when the time in `expiresAt` has passed. */
  readonly expires: boolean;
}

interface IndexDefinition {
  readonly name: string;
  /** Left out in a local index, which shares the table's. */
  readonly hashKey?: string;
  readonly rangeKey?: string;
  /** The attributes that come along, or all, or none but the keys. */
  readonly projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

/** The data model. Every key is a string, and no partition key has few values. */
const tables: Readonly<Record<TableName, TableDefinition>> = {
  Channels: { hashKey: "channelKey", expires: false },
  Members: {
    hashKey: "memberKey",
    // Lists a channel's members for its erasure and for `/info`; decides no delivery, because it lags behind.
    globalIndexes: [
      { name: "byChannel", hashKey: "channelName", rangeKey: "memberKey", projection: "KEYS_ONLY" },
    ],
    expires: true,
  },
  Connections: { hashKey: "connectionId", expires: true },
  Messages: {
    hashKey: "conversation",
    rangeKey: "messageKey",
    // Only a pending message carries `pending`, so the index holds nothing else. It is local, so that it can be read
    // consistently: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
    localIndexes: [{ name: "pending", rangeKey: "pending", projection: "ALL" }],
    expires: true,
  },
};

/** Units a second. DynamoDB Local takes any number and limits nothing. */
const provisionedCapacity = { readCapacity: 5, writeCapacity: 5 };

/** What the chat does with rows; a transaction asks for the actions of its parts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const rowActions = actionsIn(
  "dynamodb",
  "BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query UpdateItem",
);

export interface ChatTablesProps {
  /** The stage whose tables they are. */
  readonly stage: string;
  readonly names: PhysicalNames;
  /**
   * Tables refuse deletion.
   * @default false
   */
  readonly protect?: boolean;
  /**
   * Tables can be restored to any second of the last 35 days; after a deletion, to their end.
   * @default false
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * The tables and their indexes have a fixed capacity, which costs in the cloud whether or not it is used. DynamoDB
   * Local returns such a table as it was declared. The index of a table on demand it returns with a capacity, and
   * Terraform would replace that index in every plan.
   * @default false - the tables are paid by request
   */
  readonly fixedCapacity?: boolean;
  /**
   * What must be there before a table can be asked for.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** The four tables of a stage, in the cloud and in DynamoDB Local. */
export class ChatTables extends Construct {
  readonly channels: DynamodbTable;
  readonly members: DynamodbTable;
  readonly connections: DynamodbTable;
  readonly messages: DynamodbTable;

  constructor(scope: Construct, id: string, props: ChatTablesProps) {
    super(scope, id);
    const table = (name: TableName) => this.#declare(name, tables[name], props);
    this.channels = table("Channels");
    this.members = table("Members");
    this.connections = table("Connections");
    this.messages = table("Messages");
  }

  get all(): readonly DynamodbTable[] {
    return [this.channels, this.members, this.connections, this.messages];
  }

  /** Allows to read and write rows of the four tables and to query their indexes. */
  readAndWriteRows(): PolicyStatement {
    return allow(
      "ChatTables",
      rowActions,
      ...withIndexes(this.channels, tables.Channels),
      ...withIndexes(this.members, tables.Members),
      ...withIndexes(this.connections, tables.Connections),
      ...withIndexes(this.messages, tables.Messages),
    );
  }

  /** Allows to scan all pending messages, which are few: the index is sparse. */
  scanPending(): PolicyStatement {
    return allow("ScanPending", ["dynamodb:Scan"], `${this.messages.arn}/index/pending`);
  }

  #declare(name: TableName, definition: TableDefinition, props: ChatTablesProps): DynamodbTable {
    const capacity = props.fixedCapacity ? provisionedCapacity : {};
    return new DynamodbTable(this, name, {
      name: props.names.table(props.stage, name),
      billingMode: props.fixedCapacity ? "PROVISIONED" : "PAY_PER_REQUEST",
      ...capacity,
      hashKey: definition.hashKey,
      ...(definition.rangeKey && { rangeKey: definition.rangeKey }),
      attribute: keyAttributes(definition).map((attribute) => ({ name: attribute, type: "S" })),
      globalSecondaryIndex: (definition.globalIndexes ?? []).map((index) => ({
        name: index.name,
        hashKey: index.hashKey ?? definition.hashKey,
        ...(index.rangeKey && { rangeKey: index.rangeKey }),
        ...projection(index),
        ...capacity,
      })),
      localSecondaryIndex: (definition.localIndexes ?? []).map((index) => ({
        name: index.name,
        rangeKey: index.rangeKey,
        ...projection(index),
      })),
      ...(definition.expires && { ttl: { attributeName: "expiresAt", enabled: true } }),
      ...(props.protect && { deletionProtectionEnabled: true }),
      ...(props.pointInTimeRecovery && { pointInTimeRecovery: { enabled: true } }),
      ...(props.dependsOn && { dependsOn: props.dependsOn }),
    });
  }
}

function withIndexes(table: DynamodbTable, definition: TableDefinition): string[] {
  return [table.arn, ...indexesOf(definition).map((index) => `${table.arn}/index/${index.name}`)];
}

function indexesOf(definition: TableDefinition): readonly IndexDefinition[] {
  return [...(definition.globalIndexes ?? []), ...(definition.localIndexes ?? [])];
}

/** DynamoDB wants every key of the table and of its indexes declared, and no other attribute. */
function keyAttributes(definition: TableDefinition): string[] {
  const keys = [definition, ...indexesOf(definition)].flatMap((keyed) => [keyed.hashKey, keyed.rangeKey]);
  return [...new Set(keys.filter((key) => key !== undefined))].sort();
}

function projection(index: IndexDefinition) {
  return typeof index.projection === "string"
    ? { projectionType: index.projection }
    : { projectionType: "INCLUDE", nonKeyAttributes: [...index.projection] };
}
