import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultOutcome, Faults } from "../faults";
import type { UsageMeter } from "../functions/usage-meter";
import { answerJson, type LocalListener, listenLocally, readBody } from "../http";
import { tryParseObject } from "../json";
import { askForCapacity, readAnswer, tableNames } from "./consumed-capacity";
import type { Database, DatabaseAnswer, DatabaseCall } from "./database";

/** Properties of {@link startDatabaseGate}. */
export interface DatabaseGateProps {
  /** Handles the calls. The gate does not close the database. */
  readonly database: Database;
  /** Faults to inject. @default - none */
  readonly faults?: Faults;
  /** Receives the units that each call consumes. @default - the units are not counted */
  readonly usage?: UsageMeter;
}

/**
 * Starts a proxy in front of the database. The proxy counts the consumed units of each call and injects faults. It adds
 * some tenths of a millisecond to a call, so servers without faults and usage counts do not start it.
 */
export async function startDatabaseGate(props: DatabaseGateProps): Promise<LocalListener> {
  return listenLocally((request, response) => {
    pass(props, request, response).catch(() => response.destroy());
  });
}

async function pass(
  { database, faults, usage }: DatabaseGateProps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (typeof body === "string") {
    return;
  }
  const call = readCall(request, body);
  const names = [...tableNames(call.input), call.operation];
  const fault = await faults?.apply({ place: "table", names, content: call.body.toString() });
  const refusal = fault && refusals[fault]?.(call.operation);
  if (refusal !== undefined) {
    const { status = 400, ...body } = refusal;
    return answerJson(response, status, body, { "content-type": "application/x-amz-json-1.0" });
  }
  const answer = usage === undefined ? await database.call(call) : await count(database, usage, call);
  if (fault === "lose") {
    response.destroy();
    return;
  }
  // Remove the checksum and the length, because the body may have changed.
  const { "content-length": _, "x-amz-crc32": __, "transfer-encoding": ___, ...headers } = answer.headers;
  response.writeHead(answer.status, { ...headers, "content-length": answer.body.length });
  response.end(answer.body);
}

function readCall({ method = "POST", url = "/", headers }: IncomingMessage, body: Buffer): DatabaseCall {
  const operation = String(headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  return { method, path: url, headers, operation, input: tryParseObject(body.toString()) ?? {}, body };
}

async function count(database: Database, usage: UsageMeter, call: DatabaseCall): Promise<DatabaseAnswer> {
  const question = askForCapacity(call);
  const answer = await database.call(question.call);
  const { body, units } = readAnswer(question, answer.body);
  usage.count(call.headers["user-agent"], units);
  return { ...answer, body };
}

/** Response of DynamoDB to a rejected call. */
interface DatabaseError {
  /** HTTP status. @default 400 */
  readonly status?: number;
  /** Name of the error, with its namespace. */
  readonly __type: string;
  readonly message: string;
  readonly CancellationReasons?: readonly object[];
}

const dynamodb = "com.amazonaws.dynamodb.v20120810";

/**
 * Returns the error for a fault, or `undefined` if the operation does not have that error. AWS documents the statuses
 * and names, and the errors that the SDK retries:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const refusals: Partial<Record<FaultOutcome, (operation: string) => DatabaseError | undefined>> = {
  refuse: () => ({ status: 500, __type: `${dynamodb}#InternalServerError`, message: "injected fault" }),
  throttle: (operation) => (readActions.test(operation) ? hotPartition : onDemandThrottle),
  conflict: transactionConflict,
};

const readActions = /^(Get|BatchGet|Query|Scan|TransactGet)/;

/** Error of an overloaded partition, also in an on-demand table. The text was observed. */
const hotPartition: DatabaseError = {
  __type: `${dynamodb}#ProvisionedThroughputExceededException`,
  message:
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
};

/**
 * Error of an on-demand table that is still scaling up. Observed:
 * https://github.com/cowinapi/developer.cowin/issues/151
 */
const onDemandThrottle: DatabaseError = {
  __type: "com.amazon.coral.availability#ThrottlingException",
  message:
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html",
};

/**
 * Returns the error of a transaction conflict. A single write gets TransactionConflictException. A transaction is
 * canceled with a reason for each of its items. The SDK retries neither of the two errors. Reads outside of
 * transactions cause no conflict.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
function transactionConflict(operation: string): DatabaseError | undefined {
  const reason = "Transaction is ongoing for the item";
  if (operation === "TransactWriteItems") {
    return {
      __type: `${dynamodb}#TransactionCanceledException`,
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]",
      CancellationReasons: [{ Code: "TransactionConflict", Message: reason }],
    };
  }
  return ["PutItem", "UpdateItem", "DeleteItem"].includes(operation)
    ? { __type: `${dynamodb}#TransactionConflictException`, message: reason }
    : undefined;
}
