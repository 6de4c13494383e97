import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuseNamesOfStages } from "./buckets/refuse-names-of-stages";
import { startBuckets } from "./buckets/start-buckets";
import { type Clock, systemClock } from "./clock";
import { ClosingList } from "./closing-list";
import { startEngine } from "./data/engine";
import { createTables } from "./data/tables";
import { invokeAtCreate, invokeAtDestroy } from "./functions/lifecycle-invocations";
import { type FunctionRuntime, type InvocationResult, startFunctions } from "./functions/runtime";
import { answerJson } from "./gateway/answer-json";
import { createGateway } from "./gateway/gateway";
import { managementStages } from "./gateway/management-endpoints";
import { listenPublicly } from "./gateway/public-listener";
import { type Log, silentLog } from "./log";
import { ParameterStore } from "./parameters/parameter-store";
import type { FunctionModel, PlanModel } from "./plan/model";
import { readPlan } from "./plan/read-plan";
import { startEventSource } from "./queues/event-source";
import { Queues } from "./queues/queues";
import { startSchedules } from "./schedules/start-schedules";
import { startServices } from "./services";

/** What to serve, and where. */
export interface ServeOptions {
  /** `<outdir>/stacks/<name>` of a synthesized app: holds `cdk.tf.json` and the assets. */
  readonly stackDirectory: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where to listen; both loopback addresses are bound for `127.0.0.1`. @default "127.0.0.1" */
  readonly host?: string;
  /** Where tables and objects are kept. @default in memory, objects in a temporary directory */
  readonly dataDirectory?: string;
  /** A DynamoDB to use. @default the embedded engine */
  readonly dynamodbEndpoint?: string;
  /** SSM parameters by name. @default none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Laid over what the plan declares, for every function. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** The URL by which others reach this server, such as a tunnel's `https://…`. @default its own */
  readonly publicUrl?: string;
  /** Answers requests that no stage claims. @default 404 */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
  /** @default nothing is logged */
  readonly log?: Log;
  /** @default the system's clock */
  readonly clock?: Clock;
}

/** A stack that is served. */
export interface LocalServer {
  /** For example `http://localhost:3000`. */
  readonly url: string;
  readonly plan: PlanModel;
  readonly dynamodbEndpoint: string;
  /** Invokes a function by name or ARN and waits for its answer. */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /** Runs the plan's `aws_lambda_invocation`s as the first apply does. @throws LifecycleInvocationError */
  create(): Promise<void>;
  /** Runs those of lifecycle scope CRUD as a destroy does. @throws LifecycleInvocationError */
  destroy(): Promise<void>;
  /** Stops everything, the latest first: no process and no port is left. */
  close(): Promise<void>;
}

/**
 * Serves a synthesized stack on one port: what its plan declares, and nothing else.
 *
 * @throws PortInUseError, PlanError, or the error of the part that cannot start; nothing is left running then.
 */
export async function serve(options: ServeOptions): Promise<LocalServer> {
  const closing = new ClosingList();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

async function start(options: ServeOptions, closing: ClosingList): Promise<LocalServer> {
  const { log = silentLog, clock = systemClock } = options;

  // 1. The public port: the plan's URLs hold it.
  const listener = await listenPublicly({ port: options.port, host: options.host });
  closing.add(() => listener.close());

  // 2. SQS and SSM, on a port of their own.
  const queues = new Queues(clock);
  closing.add(() => queues.close());
  const parameters = new ParameterStore(options.parameters ?? {});
  const services = await startServices({ queues, parameters });
  closing.add(() => services.close());

  // 3. The plan.
  const httpEndpoint = (options.publicUrl ?? listener.url).replace(/\/+$/, "");
  const plan = readPlan(options.stackDirectory, {
    httpEndpoint,
    webSocketEndpoint: httpEndpoint.replace(/^http/, "ws"),
    servicesEndpoint: services.endpoint,
  });
  for (const { address, reason } of plan.unserved) {
    log({ level: "warn", source: "plan", message: `${address} is not served: ${reason}` });
  }
  queues.create(plan.queues);

  // 4. The database and its tables.
  const dynamodbEndpoint = options.dynamodbEndpoint ?? (await startDatabase(options, closing));
  await createTables(dynamodbEndpoint, plan.region, plan.tables);

  // 5. The buckets. Who signs a URL signs its host with it, so functions call S3 by the public URL.
  refuseNamesOfStages(plan);
  const buckets = await startBuckets({
    buckets: plan.buckets,
    ...(options.dataDirectory === undefined ? {} : { directory: join(options.dataDirectory, "buckets") }),
    publicHosts: [new URL(httpEndpoint).host, new URL(listener.url).host],
    region: plan.region,
    credentials: LOCAL_CREDENTIALS,
    clock,
    log,
  });
  closing.add(() => buckets.close());

  // 6. The functions.
  const endpoints = {
    dynamodb: dynamodbEndpoint,
    services: services.endpoint,
    buckets: httpEndpoint,
    gateway: `http://127.0.0.1:${listener.port}`,
  };
  const workDirectory = mkdtempSync(join(tmpdir(), "local-functions-"));
  closing.add(() => rmSync(workDirectory, { recursive: true, force: true }));
  const functions = await startFunctions({
    functions: withManagementEndpoints(plan, endpoints.gateway),
    environment: { ...awsEnvironment(plan, endpoints), ...options.environment },
    workDirectory,
    clock,
    log,
  });
  closing.add(() => functions.close());

  // 7. The gateway.
  const gateway = createGateway({ plan, functions, clock, log });
  closing.add(() => gateway.close());
  const handleOther =
    options.handleRequest ?? ((_, response) => answerJson(response, 404, { message: "Not Found" }));
  listener.serve({
    handleRequest: (request, response) => {
      if (!gateway.handleRequest(request, response) && !buckets.handle(request, response)) {
        handleOther(request, response);
      }
    },
    handleUpgrade: gateway.handleUpgrade,
  });

  // 8. What queues and schedules call.
  startEventSources(plan, { queues, functions, clock, log, closing });
  const invoke = (name: string, event: unknown) => functions.invoke(name, event);
  const schedules = startSchedules({ ...plan, invoke, clock, log });
  closing.add(() => schedules.close());

  return {
    url: listener.url,
    plan,
    dynamodbEndpoint,
    invoke,
    create: () => invokeAtCreate(plan.invocations, functions),
    destroy: () => invokeAtDestroy(plan.invocations, functions),
    close: () => closing.close(),
  };
}

async function startDatabase({ dataDirectory }: ServeOptions, closing: ClosingList): Promise<string> {
  const engine = await startEngine(dataDirectory === undefined ? {} : { dataDirectory });
  closing.add(() => engine.close());
  return engine.endpoint;
}

function startEventSources(
  plan: PlanModel,
  world: {
    readonly queues: Queues;
    readonly functions: FunctionRuntime;
    readonly clock: Clock;
    readonly log: Log;
    readonly closing: ClosingList;
  },
): void {
  const { queues, functions, clock, log, closing } = world;
  for (const mapping of plan.eventSourceMappings) {
    const queue = queues.byArn(mapping.eventSourceArn);
    if (queue === undefined) {
      log({
        level: "warn",
        source: "plan",
        message: `${mapping.address} is not served: no queue of the plan has the ARN ${mapping.eventSourceArn}`,
      });
      continue;
    }
    const invoke = (name: string, event: unknown) => functions.invoke(name, event);
    const source = startEventSource({ mapping, queue, invoke, clock, log });
    closing.add(() => source.close());
  }
}

/** Dummies; the buckets refuse any other. */
const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** Points the AWS SDK of every function at the local services. */
function awsEnvironment(
  { region }: PlanModel,
  endpoints: { readonly dynamodb: string; readonly services: string; readonly buckets: string },
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.buckets,
    AWS_ENDPOINT_URL_SQS: endpoints.services,
    AWS_ENDPOINT_URL_SSM: endpoints.services,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

function withManagementEndpoints(plan: PlanModel, gateway: string): FunctionModel[] {
  const stages = managementStages(plan);
  return plan.functions.map((model) => {
    const stage = stages.get(model.functionName);
    const endpoint =
      stage === undefined ? {} : { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${gateway}/${stage}` };
    return { ...model, environment: { ...model.environment, ...endpoint } };
  });
}
