import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { readBody } from "../http";
import type { JsonObject } from "../json";

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
      async (response) => {
        const body = await readBody(response);
        typeof body === "string"
          ? reject(new Error("The database ended the connection in the middle of an answer."))
          : resolve({ status: response.statusCode ?? 502, headers: response.headers, body });
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}
