import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { readBody } from "../http";
import type { JsonObject } from "../json";

/** An HTTP request to DynamoDB. */
export interface DatabaseCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Operation, for example `PutItem`. Empty if the request does not call DynamoDB. */
  readonly operation: string;
  /** The parsed body. Empty if it is not a JSON object. */
  readonly input: JsonObject;
  readonly body: Buffer;
}

/** The HTTP response to a call. */
export interface DatabaseAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Handles calls of DynamoDB. */
export interface Database {
  /** Sends a call. @throws Error when no response arrives */
  call(call: DatabaseCall): Promise<DatabaseAnswer>;
  /** Closes the connections. */
  close(): void;
}

/** Connects to a database. @param endpoint URL, for example `http://127.0.0.1:8000`. */
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
          ? reject(new Error("The database closed the connection before its response was complete."))
          : resolve({ status: response.statusCode ?? 502, headers: response.headers, body });
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}
