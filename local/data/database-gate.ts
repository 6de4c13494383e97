import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Faults } from "../faults";
import type { UsageMeter } from "../functions/usage-meter";
import { askForCapacity, readAnswer, tableNames } from "./consumed-capacity";

export interface DatabaseGateProps {
  /** Of the database, for example `http://127.0.0.1:8000`. */
  readonly endpoint: string;
  readonly faults: Faults;
  readonly usage: UsageMeter;
}

/** What stands between the functions and the database. */
export interface DatabaseGate {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Stands before the database: counts the units that each call consumes, and lets calls go wrong that are asked to.
 * It holds up a call by some tenths of a millisecond, so a run that needs neither does without it.
 */
export async function startDatabaseGate(props: DatabaseGateProps): Promise<DatabaseGate> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    pass(props, agent, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function pass(
  { endpoint, faults, usage }: DatabaseGateProps,
  agent: Agent,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  const question = askForCapacity(operation, await read(request));
  const fault = await faults.meet("table", ...tableNames(question.input));
  if (fault === "refuse") {
    return refuse(response);
  }
  const answer = await forward(new URL(request.url ?? "/", endpoint), agent, request, question.body);
  const { body, units } = readAnswer(operation, await read(answer), question.isOurs);
  usage.count(request.headers["user-agent"], units);
  if (fault === "lose") {
    response.destroy();
    return;
  }
  // The checksum is of the body as it was.
  const { "content-length": _, "x-amz-crc32": __, "transfer-encoding": ___, ...headers } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": body.length });
  response.end(body);
}

/** As DynamoDB does when it is unwell; the SDK tries again: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
function refuse(response: ServerResponse): void {
  response.writeHead(500, { "content-type": "application/x-amz-json-1.0" });
  response.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"asked to fail"}');
}

function forward(
  url: URL,
  agent: Agent,
  { method, headers }: IncomingMessage,
  body: Buffer,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      url,
      { agent, method, headers: { ...headers, "content-length": body.length } },
      resolve,
    );
    onward.once("error", reject);
    onward.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
