import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultOutcome, Faults } from "../faults";
import type { UsageMeter } from "../functions/usage-meter";
import { answerJson, type LocalListener, listenLocally, readBody } from "../http";
import { tryParseObject } from "../json";
import { askForCapacity, readAnswer, tableNames } from "./consumed-capacity";
import type { Database, DatabaseAnswer, DatabaseCall } from "./database";

export interface DatabaseGateProps {
  /** Answers the calls. The gate does not close it. */
  readonly database: Database;
  /** @default - nothing goes wrong */
  readonly faults?: Faults;
  /** Receives the units that each call consumes. @default - nothing is counted */
  readonly usage?: UsageMeter;
}

/**
 * Stands before the database: counts the units that each call consumes, and lets calls go wrong that are asked to.
 * It holds up a call by some tenths of a millisecond, so a run that needs neither does without it.
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
  // The checksum is of the body as it was.
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

/** What DynamoDB answers when it rejects a call. */
interface DatabaseError {
  /** @default 400 */
  readonly status?: number;
  /** The error's shape, with its namespace. */
  readonly __type: string;
  readonly message: string;
  readonly CancellationReasons?: readonly object[];
}

const dynamodb = "com.amazonaws.dynamodb.v20120810";

/**
 * By the fault that is asked for; `undefined` for a fault that an operation does not know. Statuses, names and which of
 * them the SDK tries again:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const refusals: Partial<Record<FaultOutcome, (operation: string) => DatabaseError | undefined>> = {
  refuse: () => ({ status: 500, __type: `${dynamodb}#InternalServerError`, message: "asked to fail" }),
  throttle: (operation) => (readActions.test(operation) ? hotPartition : onDemandThrottle),
  conflict: transactionConflict,
};

const readActions = /^(Get|BatchGet|Query|Scan|TransactGet)/;

/** A partition that is asked too often, also of an on-demand table (the text is observed). */
const hotPartition: DatabaseError = {
  __type: `${dynamodb}#ProvisionedThroughputExceededException`,
  message:
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
};

/** An on-demand table that is still growing (observed): https://github.com/cowinapi/developer.cowin/issues/151 */
const onDemandThrottle: DatabaseError = {
  __type: "com.amazon.coral.availability#ThrottlingException",
  message:
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html",
};

/**
 * A single write that meets a transaction gets TransactionConflictException, a transaction is canceled with a reason
 * for each of its items; the SDK tries neither again. Reads outside of transactions meet no conflict.
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
