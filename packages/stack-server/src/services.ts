import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Faults } from "./faults";
import type { ParameterStore } from "./parameters/parameter-store";
import { ssmService } from "./parameters/ssm-service";
import type { Queues } from "./queues/queues";
import { sqsService } from "./queues/sqs-service";
import type { JsonService, ServiceAnswer } from "./service-answer";

/** Options of {@link startServices}. */
export interface ServicesOptions {
  readonly queues: Queues;
  readonly parameters: ParameterStore;
  /** Faults to inject into calls to queues. @default - none */
  readonly faults?: Faults | undefined;
}

/** A running server of SQS and SSM. */
export interface Services {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Closes every connection, including long polling. */
  close(): Promise<void>;
}

/** Larger requests are refused; SQS takes a MiB, and escapes can make that six times as long in JSON. */
const LARGEST_REQUEST_BYTES = 8 * 1024 * 1024;

/**
 * Starts a server of SQS and SSM on a free port of 127.0.0.1. Requests must carry a signature, which is not verified,
 * and a `Host` of this machine, so that no web page can read the parameters through a browser.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { queues, parameters, faults } = options;
  const services = [sqsService(queues), ssmService(parameters)];
  const server = createServer((request, response) => {
    void serve(services, faults, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  services: readonly JsonService[],
  faults: Faults | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  let contentType = "application/x-amz-json-1.0";
  let answer: ServiceAnswer;
  try {
    const body = await readBody(request);
    const [prefix = "", action = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    contentType = service?.contentType ?? contentType;
    const refused = refuse(request, service, body);
    const fault =
      refused === undefined && prefix === "AmazonSQS" && (await meetQueue(faults, action, parse(body)));
    answer =
      (fault === "refuse" ? refusal(500, "InternalFailure") : refused) ??
      (await service?.call(action, parse(body), gone.signal)) ??
      notKnown();
    if (fault === "lose") {
      response.destroy();
    }
  } catch (error) {
    const isInput = error instanceof SyntaxError;
    answer = isInput ? refusal(400, "SerializationException") : refusal(500, "InternalFailure");
  }
  if (!response.destroyed) {
    response.writeHead(answer.status, {
      "content-type": contentType,
      "x-amzn-requestid": randomUUID(),
      ...answer.headers,
    });
    response.end(JSON.stringify(answer.body));
  }
}

/** A queue is named by its URL, or by its name where the URL is asked for. */
async function meetQueue(
  faults: Faults | undefined,
  action: string,
  input: Readonly<Record<string, unknown>>,
) {
  const { QueueUrl, QueueName } = input;
  const name =
    String(QueueUrl ?? QueueName ?? "")
      .split("/")
      .at(-1) ?? "";
  return faults?.apply({ place: "queue", names: [name, action], content: JSON.stringify(input) });
}

function refuse(
  request: IncomingMessage,
  service: JsonService | undefined,
  body: string | undefined,
): ServiceAnswer | undefined {
  const { host = "", authorization = "" } = request.headers;
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    return refusal(403, "AccessDeniedException");
  }
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) {
    return refusal(403, "MissingAuthenticationTokenException");
  }
  if (service === undefined || request.method !== "POST") {
    return notKnown();
  }
  return body === undefined ? refusal(413, "RequestEntityTooLargeException") : undefined;
}

function notKnown(): ServiceAnswer {
  return refusal(404, "UnknownOperationException");
}

function refusal(status: number, type: string): ServiceAnswer {
  return { status, headers: {}, body: { __type: type } };
}

/** @returns `undefined` when the body is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_REQUEST_BYTES) {
      chunks.push(chunk);
    }
  }
  return size > LARGEST_REQUEST_BYTES ? undefined : Buffer.concat(chunks).toString();
}

/** @throws SyntaxError when it is no JSON object */
function parse(body: string | undefined): Readonly<Record<string, unknown>> {
  const input: unknown = JSON.parse(body || "{}");
  if (typeof input === "object" && input !== null && !Array.isArray(input)) {
    return { ...input };
  }
  throw new SyntaxError("a JSON object is wanted");
}
