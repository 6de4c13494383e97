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
  /** Whether rows are deleted after the time in `expiresAt`. */
  readonly expires: boolean;
}

interface IndexDefinition {
  readonly name: string;
  /** Omitted for a local index, which shares the table's key. */
  readonly hashKey?: string;
  readonly rangeKey?: string;
  /** Attributes that are copied to the index: a list, all, or only the keys. */
  readonly projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

/** The data model. Every key is a string, and every partition key has many values. */
const tables: Readonly<Record<TableName, TableDefinition>> = {
  Channels: { hashKey: "channelKey", expires: false },
  Members: {
    hashKey: "memberKey",
    // Lists a channel's members, for `/info` and to erase the channel. The index lags behind, so no delivery reads it.
    globalIndexes: [
      { name: "byChannel", hashKey: "channelName", rangeKey: "memberKey", projection: "KEYS_ONLY" },
    ],
    expires: true,
  },
  Connections: { hashKey: "connectionId", expires: true },
  Messages: {
    hashKey: "conversation",
    rangeKey: "messageKey",
    // Only a pending message has the attribute `pending`, so the index contains nothing else. It is local, so that
    // reads can be consistent: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
    localIndexes: [{ name: "pending", rangeKey: "pending", projection: "ALL" }],
    expires: true,
  },
};

/** Units per second. DynamoDB Local accepts any number and does not throttle. */
const provisionedCapacity = { readCapacity: 5, writeCapacity: 5 };

/** Actions on rows. A transaction requires the actions of its parts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const rowActions = actionsIn(
  "dynamodb",
  "BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query UpdateItem",
);

export interface ChatTablesProps {
  /** Name of the stage that the tables belong to. */
  readonly stage: string;
  readonly names: PhysicalNames;
  /**
   * Whether tables are protected from deletion.
   * @default false
   */
  readonly protect?: boolean;
  /**
   * Whether tables can be restored to any second of the last 35 days, or after a deletion to their last state.
   * @default false
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * Whether the tables and their indexes have a fixed capacity, which costs money in the cloud even if it is not used.
   * DynamoDB Local needs a fixed capacity. Otherwise, it returns a capacity that was not declared for the index, and
   * Terraform would replace the index in every plan.
   * @default false
   */
  readonly fixedCapacity?: boolean;
  /**
   * Resources that must exist before the tables are created.
   * @default - no dependencies
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Creates the four tables of a stage, in the cloud or in DynamoDB Local. */
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

  /** Allows reading and writing rows of the four tables and querying their indexes. */
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

  /** Allows scanning all pending messages. The scan is short, because the index contains nothing else. */
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

/** DynamoDB requires a declaration of every key of the table and its indexes, and of no other attribute. */
function keyAttributes(definition: TableDefinition): string[] {
  const keys = [definition, ...indexesOf(definition)].flatMap((keyed) => [keyed.hashKey, keyed.rangeKey]);
  return [...new Set(keys.filter((key) => key !== undefined))].sort();
}

function projection(index: IndexDefinition) {
  return typeof index.projection === "string"
    ? { projectionType: index.projection }
    : { projectionType: "INCLUDE", nonKeyAttributes: [...index.projection] };
}
