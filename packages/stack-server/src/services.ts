import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "./faults";
import { answerJson, type LocalListener, listenLocally, readBody } from "./http";
import { type JsonObject, tryParseObject } from "./json";
import { type JsonService, ServiceError } from "./json-service";
import type { ParameterStore } from "./parameters/parameter-store";
import { ssmService } from "./parameters/ssm-service";
import type { Queues } from "./queues/queues";
import { sqsService } from "./queues/sqs-service";

/** Options of {@link startServices}. */
export interface ServicesOptions {
  readonly queues: Queues;
  readonly parameters: ParameterStore;
  /** Faults to inject into calls to queues. @default - none */
  readonly faults?: Faults | undefined;
}

/** A running server of SQS and SSM. Closing it closes every connection, including long polling. */
export type Services = Pick<LocalListener, "endpoint" | "close">;

/** Larger requests are rejected. SQS accepts up to 1 MiB, which JSON escapes can make six times as long. */
const largestRequestBytes = 8 * 1024 * 1024;

/**
 * Starts a server of SQS and SSM on a free port of 127.0.0.1. Requests need a signature, which is not verified, and a
 * `Host` of this machine. Therefore, no web page can read the parameters through a browser.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { queues, parameters, faults } = options;
  const services = [sqsService(queues), ssmService(parameters)];
  return listenLocally((request, response) => {
    void serve(services, faults, request, response);
  });
}

async function serve(
  services: readonly JsonService[],
  faults: Faults | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [prefix] = targetOf(request);
  const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
  const headers = {
    "content-type": service?.contentType ?? "application/x-amz-json-1.0",
    "x-amzn-requestid": randomUUID(),
  };
  try {
    answerJson(response, 200, await call(service, faults, request, response), headers);
  } catch (thrown) {
    const error = thrown instanceof ServiceError ? thrown : new ServiceError("InternalFailure", "", 500);
    const body = { __type: error.type, ...(error.message !== "" && { message: error.message }) };
    answerJson(response, error.statusCode, body, { ...headers, ...error.headers });
  }
}

function targetOf(request: IncomingMessage): readonly string[] {
  return String(request.headers["x-amz-target"] ?? "").split(".");
}

/** @throws ServiceError */
async function call(
  service: JsonService | undefined,
  faults: Faults | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const body = await readBody(request, largestRequestBytes);
  const { host = "", authorization = "" } = request.headers;
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    throw new ServiceError("AccessDeniedException", "", 403);
  }
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new ServiceError("MissingAuthenticationTokenException", "", 403);
  }
  if (service === undefined || request.method !== "POST") {
    throw new ServiceError("UnknownOperationException", "", 404);
  }
  if (body === "tooLarge") {
    throw new ServiceError("RequestEntityTooLargeException", "", 413);
  }
  const input = tryParseObject(body.toString() || "{}");
  if (input === undefined) {
    throw new ServiceError("SerializationException", "", 400);
  }
  const [, action = ""] = targetOf(request);
  const fault = service.targetPrefix === "AmazonSQS" ? await queueFault(faults, action, input) : undefined;
  if (fault === "refuse") {
    throw new ServiceError("InternalFailure", "", 500);
  }
  const answer = await service.call(action, input, gone.signal);
  if (fault === "lose") {
    response.destroy();
  }
  return answer;
}

/** Calls identify a queue by its URL, except GetQueueUrl, which uses the queue's name. */
function queueFault(faults: Faults | undefined, action: string, input: JsonObject) {
  const { QueueUrl, QueueName } = input;
  const name =
    String(QueueUrl ?? QueueName ?? "")
      .split("/")
      .at(-1) ?? "";
  return faults?.apply({ place: "queue", names: [name, action], content: JSON.stringify(input) });
}
