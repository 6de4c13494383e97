import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { ManualClock } from "../../src/clock";
import type { InvocationResult } from "../../src/functions/runtime";
import { createGateway, type Gateway, type GatewayOptions } from "../../src/gateway/gateway";
import type { LogEntry } from "../../src/log";
import type {
  HttpApiModel,
  IntegrationModel,
  LambdaIntegrationModel,
  StageModel,
  WebSocketApiModel,
} from "../../src/stack/model";

/** An event as a function received it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read events of every shape.
export type SeenEvent = any;

/** A function of a test: its result or failure. */
export type Handler = (event: SeenEvent) => unknown;

/** Thrown by a handler to set the outcome of the invocation. */
export class Fails extends Error {
  readonly result: Extract<InvocationResult, { ok: false }>;

  constructor(result: Extract<InvocationResult, { ok: false }>) {
    super(result.errorMessage);
    this.result = result;
  }
}

/** A gateway on a free port. Its functions are plain JavaScript and record their events. */
export interface SampleGateway {
  readonly port: number;
  readonly clock: ManualClock;
  readonly gateway: Gateway;
  readonly entries: LogEntry[];
  /** Every event, with the name under which its function was invoked. */
  readonly seen: { readonly name: string; readonly event: SeenEvent }[];
  stop(): Promise<void>;
}

export interface SampleStack {
  readonly webSocketApis?: readonly WebSocketApiModel[];
  readonly httpApis?: readonly HttpApiModel[];
}

export async function startGateway(
  stack: SampleStack,
  handlers: Readonly<Record<string, Handler>> = {},
  options: Pick<GatewayOptions, "wallClock" | "faults" | "onAccess" | "acceptsHost"> = {},
): Promise<SampleGateway> {
  const clock = new ManualClock();
  const entries: LogEntry[] = [];
  const seen: { name: string; event: SeenEvent }[] = [];
  const invoke = async (name: string, event: unknown): Promise<InvocationResult> => {
    seen.push({ name, event: structuredClone(event) });
    const handler = handlers[name];
    if (handler === undefined) {
      return {
        ok: false,
        reason: "NotFound",
        errorType: "ResourceNotFoundException",
        errorMessage: `Function not found: ${name}`,
      };
    }
    try {
      return { ok: true, payload: JSON.parse(JSON.stringify((await handler(event)) ?? null)) };
    } catch (error) {
      return error instanceof Fails
        ? error.result
        : { ok: false, reason: "Unhandled", errorType: "Error", errorMessage: String(error) };
    }
  };
  const gateway = createGateway({
    stack: { accountId: "000000000000", webSocketApis: [], httpApis: [], ...stack },
    functions: { invoke },
    clock,
    log: (entry) => entries.push(entry),
    ...options,
  });
  const server = createServer((request, response) => {
    if (!gateway.handleRequest(request, response)) {
      response.writeHead(404).end("nobody");
    }
  });
  server.on("upgrade", (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  const port = await listen(server);
  return {
    port,
    clock,
    gateway,
    entries,
    seen,
    stop: async () => {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

export function lambda(
  functionName: string,
  rest: Partial<LambdaIntegrationModel> = {},
): LambdaIntegrationModel {
  return {
    type: "AWS_PROXY",
    address: `aws_apigatewayv2_integration.${functionName.replace(/\W/g, "_")}`,
    integrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionName}/invocations`,
    timeoutMilliseconds: 29_000,
    payloadFormatVersion: "2.0",
    ...rest,
  };
}

export function stage(name: string, rest: Partial<StageModel> = {}): StageModel {
  return {
    address: `aws_apigatewayv2_stage.${name}`,
    name,
    stageVariables: {},
    throttling: undefined,
    routeThrottling: {},
    ...rest,
  };
}

/**
 * Creates routes by key. A value is a function's name or an integration. A key that ends with `>` makes the route
 * one-way.
 */
export function webSocketApi(
  routes: Readonly<Record<string, string | IntegrationModel>>,
  rest: Partial<WebSocketApiModel> = {},
): WebSocketApiModel {
  return {
    address: "aws_apigatewayv2_api.sockets",
    apiId: "wsapi12345",
    name: "sockets",
    routeSelectionExpression: "$request.body.action",
    stages: [stage("beta")],
    routes: Object.entries(routes).map(([key, integration]) => ({
      address: `aws_apigatewayv2_route.${key}`,
      routeKey: key.replace(/>$/, ""),
      twoWay: !key.endsWith(">"),
      integration: typeof integration === "string" ? lambda(integration) : integration,
    })),
    ...rest,
  };
}

export function httpApi(
  routes: Readonly<Record<string, string | LambdaIntegrationModel>>,
  rest: Partial<HttpApiModel> = {},
): HttpApiModel {
  return {
    address: "aws_apigatewayv2_api.web",
    apiId: "httpapi123",
    name: "web",
    cors: undefined,
    stages: [stage("beta")],
    routes: Object.entries(routes).map(([routeKey, integration]) => ({
      address: "aws_apigatewayv2_route.r",
      routeKey,
      integration: typeof integration === "string" ? lambda(integration) : integration,
    })),
    ...rest,
  };
}

/** A client that records the frames that it receives. */
export interface Client {
  readonly socket: WebSocket;
  /** Returns the next text frame. */
  next(): Promise<string>;
  /** Frames that were not read yet. */
  readonly frames: string[];
  /** Resolves with close code and reason. */
  readonly closed: Promise<{ code: number; reason: string }>;
}

/** Connects. Rejects with the status and body of a rejection. */
export function connect(
  url: string,
  protocols: string[] = [],
  headers: Record<string, string> = {},
): Promise<Client> {
  const socket = new WebSocket(url, protocols, { headers });
  const frames: string[] = [];
  const waiting: ((frame: string) => void)[] = [];
  socket.on("message", (data) => {
    const take = waiting.shift();
    if (take === undefined) {
      frames.push(String(data));
    } else {
      take(String(data));
    }
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const next = () =>
    new Promise<string>((resolve) => {
      const frame = frames.shift();
      if (frame === undefined) {
        waiting.push(resolve);
      } else {
        resolve(frame);
      }
    });
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve({ socket, next, frames, closed }));
    socket.on("error", reject);
    socket.on("unexpected-response", (_, response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => reject(new Refused(response.statusCode ?? 0, body)));
    });
  });
}

/** Resolves with the next `$disconnect` event. */
export async function disconnectEvent({ seen }: SampleGateway): Promise<SeenEvent> {
  const find = () => seen.find(({ event }) => event.requestContext.eventType === "DISCONNECT");
  await eventually(() => find() !== undefined);
  return find()?.event;
}

/** A rejected upgrade. */
export class Refused extends Error {
  readonly statusCode: number;
  readonly body: string;

  constructor(statusCode: number, body: string) {
    super(`refused with ${statusCode} ${body}`);
    this.statusCode = statusCode;
    this.body = body;
  }
}

/** Waits until `condition` is true. @throws Error after twenty seconds */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition()); ) {
    if (Date.now() > end) {
      throw new Error(`The condition was still false after 20 s: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
