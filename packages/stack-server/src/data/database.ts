import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";

/** The body of a request or of an answer, parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One HTTP request to DynamoDB. */
export interface DatabaseCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** For example `PutItem`; empty for a request that is no call of DynamoDB. */
  readonly operation: string;
  /** The body, parsed; empty for a body that is no JSON object. */
  readonly input: JsonObject;
  readonly body: Buffer;
}

/** The HTTP answer to a call. */
export interface DatabaseAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What answers calls of DynamoDB. */
export interface Database {
  /** @throws Error when no answer comes */
  call(call: DatabaseCall): Promise<DatabaseAnswer>;
  /** Ends its connections. */
  close(): void;
}

/** @param endpoint For example `http://127.0.0.1:8000`. */
export function connectDatabase(endpoint: string): Database {
  const agent = new Agent({ keepAlive: true });
  return {
    call: (call) => send(new URL(call.path, endpoint), agent, call),
    close: () => agent.destroy(),
  };
}

function send(url: URL, agent: Agent, { method, headers, body }: DatabaseCall): Promise<DatabaseAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { agent, method, headers: { ...headers, "content-length": body.length } },
      (response) => {
        readBytes(response).then(
          (bytes) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: bytes }),
          reject,
        );
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

/** Reads a request or an answer to its end. */
export async function readBytes(message: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @returns an empty object for what is no JSON object */
export function parseObject(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the objects of a list; none for what is no list */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** @returns the entries of an object; none for what is no object */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}
