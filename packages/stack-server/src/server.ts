import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsEnvironment, localCredentials, withManagementEndpoints } from "./aws-environment";
import { refuseNamesOfStages, startBuckets } from "./buckets/start-buckets";
import { Cleanup } from "./cleanup";
import { systemClock } from "./clock";
import { type DatabaseGateProps, startDatabaseGate } from "./data/database-gate";
import { type ServedTables, startTables } from "./data/start-tables";
import { EventSources } from "./event-sources";
import { killsBy } from "./functions/kills";
import { invokeAtCreate, invokeAtDestroy, invokeAtUpdate } from "./functions/lifecycle-invocations";
import { loggedInvoke } from "./functions/logged-invoke";
import { type InvocationResult, startFunctions } from "./functions/runtime";
import { UsageMeter } from "./functions/usage-meter";
import { createGateway } from "./gateway/gateway";
import { listenPublicly } from "./gateway/public-listener";
import { answerJson } from "./http";
import { type Log, silentLog } from "./log";
import { ParameterStore } from "./parameters/parameter-store";
import { Queues } from "./queues/queues";
import { Schedules } from "./schedules/schedules";
import type { ServeOptions } from "./serve-options";
import { startServices } from "./services";
import type { StackModel } from "./stack/model";
import { readStack } from "./stack/read-stack";
import { describeChanges, refuseUnswappable } from "./stack-changes";

export type { ServeOptions } from "./serve-options";

/** A running server of a stack, with the operations that tests and tools need. */
export interface LocalServer {
  /** URL of the server, for example `http://localhost:3000`. */
  readonly url: string;
  /** The stack that is served now. */
  readonly stack: StackModel;
  /** URL of the database that the functions use, without faults. With `readLag`, reads lag here too. */
  readonly dynamodbEndpoint: string;
  /** URL of the SQS and SSM that the functions use. */
  readonly servicesEndpoint: string;
  /** Invokes a function by name or ARN, and waits for its response. */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /** Runs the `aws_lambda_invocation`s of the stack, as the first apply does. @throws LifecycleInvocationError */
  create(): Promise<void>;
  /** Runs the `aws_lambda_invocation`s with lifecycle scope CRUD, as a destroy does. @throws LifecycleInvocationError */
  destroy(): Promise<void>;
  /** Returns the ids of the open WebSocket connections. */
  openConnections(): readonly string[];
  /** Closes every WebSocket connection without a close frame, as a network failure does. */
  cutConnections(): void;
  /**
   * Replaces the stack with a new synthesis of it, without a restart. Keeps connections, messages, items and objects.
   * Running invocations end in the old functions. Later ones use the new functions. Calls run one after another.
   *
   * @returns One line for each difference; empty when nothing differs.
   * @throws StackError, StackUpdateError, TableMismatchError or PackageError. The server still serves the old stack.
   * @throws LifecycleInvocationError when an invocation failed. The server already serves the new stack.
   */
  update(stackDirectory: string): Promise<readonly string[]>;
  /** Stops the server and frees its ports. No process is left. */
  close(): Promise<void>;
}

/**
 * Serves a synthesized stack on one port. Logs the declared resources that it cannot serve.
 *
 * @throws PortInUseError, StackError, StageConflictError, EngineError, TableMismatchError or PackageError. Everything
 * that was started is stopped first.
 */
export async function serve(options: ServeOptions): Promise<LocalServer> {
  const closing = new Cleanup();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

async function start(options: ServeOptions, closing: Cleanup): Promise<LocalServer> {
  const { log = silentLog, clock = systemClock, wallClock = clock, faults } = options;

  // 1. The public port, which the stack's URLs contain.
  const listener = await listenPublicly({ port: options.port, host: options.host });
  closing.add(() => listener.close());

  // 2. SQS and SSM, on a separate port.
  const queues = new Queues(clock);
  closing.add(() => queues.close());
  const parameters = new ParameterStore(options.parameters ?? {});
  const services = await startServices({ queues, parameters, faults });
  closing.add(() => services.close());

  // 3. The stack.
  const httpEndpoint = (options.publicUrl ?? listener.url).replace(/\/+$/, "");
  const read = (stackDirectory: string) => {
    const webSocketEndpoint = httpEndpoint.replace(/^http/, "ws");
    const servicesEndpoint = services.endpoint;
    const declared = readStack(stackDirectory, { httpEndpoint, webSocketEndpoint, servicesEndpoint });
    const next = options.adapt?.(declared, listener) ?? declared;
    refuseNamesOfStages(next);
    return next;
  };
  let stack = read(options.stackDirectory);
  nameUnserved(stack, [], log);
  queues.create(stack.queues);

  // 4. The database and its tables.
  const { region, tables } = stack;
  const database = await startTables({ ...options, clock, region, tables }, closing);

  // 5. The buckets. A presigned URL includes its host in the signature, so functions call S3 at the public URL.
  const buckets = await startBuckets({
    buckets: stack.buckets,
    directory: options.dataDirectory && join(options.dataDirectory, "buckets"),
    publicHosts: [new URL(httpEndpoint).host, new URL(listener.url).host],
    region: stack.region,
    credentials: localCredentials,
    clock: wallClock,
    log,
    faults,
  });
  closing.add(() => buckets.close());

  // 6. The functions.
  const usage = faults && new UsageMeter();
  const dynamodb =
    faults && usage ? await startGate(database, { faults, usage }, closing) : database.endpoint;
  const endpoints = { dynamodb, services: services.endpoint, buckets: httpEndpoint };
  const functionsOf = (next: StackModel) =>
    withManagementEndpoints(next, `http://127.0.0.1:${listener.port}`);
  const workDirectory = mkdtempSync(join(tmpdir(), "local-functions-"));
  closing.add(() => rmSync(workDirectory, { recursive: true, force: true }));
  const functions = await startFunctions({
    functions: functionsOf(stack),
    environment: { ...awsEnvironment(stack.region, endpoints), ...options.environment },
    workDirectory,
    sourceMaps: options.sourceMaps,
    usage,
    onCall: faults && killsBy(faults),
    clock: wallClock,
    log,
  });
  closing.add(() => functions.close());

  // 7. The gateway.
  const gateway = createGateway({
    stack,
    functions,
    clock,
    wallClock,
    log,
    faults,
    acceptsHost: options.acceptsHost,
    onAccess: (access) => log({ level: "info", source: "gateway", message: access.route, access }),
  });
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

  // 8. The event sources and schedules, which invoke functions.
  const eventSources = new EventSources({ queues, functions, clock, log });
  closing.add(() => eventSources.close());
  eventSources.update(stack.eventSourceMappings);
  const schedules = new Schedules({
    invoke: loggedInvoke(functions, log, "schedule", "schedule"),
    clock,
    log,
  });
  closing.add(() => schedules.close());
  schedules.update(stack);

  // Steps that can fail run first and change nothing that is served. Then everything is replaced together.
  const lifecycle = { invoke: loggedInvoke(functions, log, "lifecycle", "apply") };
  let created = false;
  const update = async (stackDirectory: string): Promise<readonly string[]> => {
    const before = stack;
    const next = read(stackDirectory);
    refuseUnswappable(before, next);
    const swapGateway = gateway.prepare(next);
    await database.update(next.tables);
    const swapFunctions = await functions.prepare(functionsOf(next));
    await buckets.update(next.buckets);
    queues.update(next.queues);
    swapFunctions();
    swapGateway();
    eventSources.update(next.eventSourceMappings);
    schedules.update(next);
    stack = next;
    nameUnserved(next, before.unserved, log);
    if (created) {
      await invokeAtUpdate(before.invocations, next.invocations, lifecycle);
    }
    return describeChanges(before, next);
  };
  let updating: Promise<unknown> = Promise.resolve();

  return {
    url: listener.url,
    get stack() {
      return stack;
    },
    dynamodbEndpoint: database.endpoint,
    servicesEndpoint: services.endpoint,
    invoke: (nameOrArn, event) => functions.invoke(nameOrArn, event),
    create: () => {
      created = true;
      return invokeAtCreate(stack.invocations, lifecycle);
    },
    destroy: () => invokeAtDestroy(stack.invocations, lifecycle),
    openConnections: gateway.openConnections,
    cutConnections: gateway.cutConnections,
    update: (stackDirectory) => {
      const updated = updating.then(() => update(stackDirectory));
      updating = updated.catch(() => undefined);
      return updated;
    },
    close: async () => {
      await updating;
      await closing.close();
    },
  };
}

async function startGate(
  tables: ServedTables,
  props: Omit<DatabaseGateProps, "database">,
  closing: Cleanup,
): Promise<string> {
  const database = tables.connect();
  closing.add(() => database.close());
  const gate = await startDatabaseGate({ ...props, database });
  closing.add(() => gate.close());
  return gate.endpoint;
}

/** Logs the resources that are not served. @param named Resources to skip, because they were logged before. */
function nameUnserved({ unserved }: StackModel, named: StackModel["unserved"], log: Log): void {
  for (const { address, reason } of unserved) {
    if (!named.some((it) => it.address === address && it.reason === reason)) {
      log({ level: "warn", source: "stack", message: `${address} is not served: ${reason}` });
    }
  }
}
