import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsEnvironment, LOCAL_CREDENTIALS, withManagementEndpoints } from "./aws-environment";
import { refuseNamesOfStages } from "./buckets/refuse-names-of-stages";
import { startBuckets } from "./buckets/start-buckets";
import { type Clock, systemClock } from "./clock";
import { ClosingList } from "./closing-list";
import { checkDatabase } from "./data/check-database";
import { startDatabaseGate } from "./data/database-gate";
import { startEngine } from "./data/engine";
import { createTables } from "./data/tables";
import { EventSources } from "./event-sources";
import type { Faults } from "./faults";
import { invokeAtCreate, invokeAtDestroy, invokeAtUpdate } from "./functions/lifecycle-invocations";
import { loggedInvoke } from "./functions/logged-invoke";
import { type InvocationResult, startFunctions } from "./functions/runtime";
import { UsageMeter } from "./functions/usage-meter";
import { answerJson } from "./gateway/answer-json";
import { createGateway } from "./gateway/gateway";
import { listenPublicly } from "./gateway/public-listener";
import { type Log, silentLog } from "./log";
import { ParameterStore } from "./parameters/parameter-store";
import type { PlanModel } from "./plan/model";
import { readPlan } from "./plan/read-plan";
import { describeChanges, refuseUnswappable } from "./plan-changes";
import { Queues } from "./queues/queues";
import { Schedules } from "./schedules/schedules";
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
  /**
   * What is asked to go wrong. With it the database is called through a gate, which counts units for the log too.
   * @default nothing, and nobody counts
   */
  readonly faults?: Faults;
  /** @default nothing is logged */
  readonly log?: Log;
  /** Of sockets, throttles, queues and schedules. @default the system's clock */
  readonly clock?: Clock;
  /**
   * Of what runs for real: timeouts of functions and integrations, signatures and objects of buckets. A `clock` that
   * is moved while functions run needs the system's beside it.
   * @default `clock`
   */
  readonly wallClock?: Clock;
}

/** A stack that is served. */
export interface LocalServer {
  /** For example `http://localhost:3000`. */
  readonly url: string;
  /** What is served now. */
  readonly plan: PlanModel;
  readonly dynamodbEndpoint: string;
  /** Invokes a function by name or ARN and waits for its answer. */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /** Runs the plan's `aws_lambda_invocation`s as the first apply does. @throws LifecycleInvocationError */
  create(): Promise<void>;
  /** Runs those of lifecycle scope CRUD as a destroy does. @throws LifecycleInvocationError */
  destroy(): Promise<void>;
  /** The ids of the sockets that are open. */
  openConnections(): readonly string[];
  /** Cuts every socket without a word, as a broken line does. */
  cutConnections(): void;
  /**
   * Serves what another synth of the stack declares, in place: sockets, messages, rows and objects stay; invocations
   * under way end in the old functions, new ones go to the new. A second call waits for the first.
   *
   * @returns what differs, a line each; empty for the same plan
   * @throws PlanError, PlanSwapError, TableMismatchError, PackageError: the old plan is served on.
   * @throws LifecycleInvocationError: the new plan is served, and its invocation failed.
   */
  update(stackDirectory: string): Promise<readonly string[]>;
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
  const { log = silentLog, clock = systemClock, wallClock = clock, faults } = options;

  // 1. The public port: the plan's URLs hold it.
  const listener = await listenPublicly({ port: options.port, host: options.host });
  closing.add(() => listener.close());

  // 2. SQS and SSM, on a port of their own.
  const queues = new Queues(clock);
  closing.add(() => queues.close());
  const parameters = new ParameterStore(options.parameters ?? {});
  const services = await startServices({ queues, parameters, faults });
  closing.add(() => services.close());

  // 3. The plan.
  const httpEndpoint = (options.publicUrl ?? listener.url).replace(/\/+$/, "");
  const read = (stackDirectory: string) => {
    const webSocketEndpoint = httpEndpoint.replace(/^http/, "ws");
    const servicesEndpoint = services.endpoint;
    const next = readPlan(stackDirectory, { httpEndpoint, webSocketEndpoint, servicesEndpoint });
    refuseNamesOfStages(next);
    return next;
  };
  let plan = read(options.stackDirectory);
  nameUnserved(plan, [], log);
  queues.create(plan.queues);

  // 4. The database and its tables.
  const dynamodbEndpoint = options.dynamodbEndpoint ?? (await startDatabase(options, closing));
  if (options.dynamodbEndpoint !== undefined && plan.tables.length > 0) {
    await checkDatabase(dynamodbEndpoint, plan.region);
  }
  await createTables(dynamodbEndpoint, plan.region, plan.tables);

  // 5. The buckets. Who signs a URL signs its host with it, so functions call S3 by the public URL.
  const buckets = await startBuckets({
    buckets: plan.buckets,
    ...(options.dataDirectory === undefined ? {} : { directory: join(options.dataDirectory, "buckets") }),
    publicHosts: [new URL(httpEndpoint).host, new URL(listener.url).host],
    region: plan.region,
    credentials: LOCAL_CREDENTIALS,
    clock: wallClock,
    log,
    faults,
  });
  closing.add(() => buckets.close());

  // 6. The functions.
  const gate = faults && { faults, usage: new UsageMeter() };
  const dynamodb = gate ? await startGate(dynamodbEndpoint, gate, closing) : dynamodbEndpoint;
  const endpoints = { dynamodb, services: services.endpoint, buckets: httpEndpoint };
  const functionsOf = (next: PlanModel) => withManagementEndpoints(next, `http://127.0.0.1:${listener.port}`);
  const workDirectory = mkdtempSync(join(tmpdir(), "local-functions-"));
  closing.add(() => rmSync(workDirectory, { recursive: true, force: true }));
  const functions = await startFunctions({
    functions: functionsOf(plan),
    environment: { ...awsEnvironment(plan.region, endpoints), ...options.environment },
    workDirectory,
    usage: gate?.usage,
    clock: wallClock,
    log,
  });
  closing.add(() => functions.close());

  // 7. The gateway.
  const gateway = createGateway({
    plan,
    functions,
    clock,
    wallClock,
    log,
    faults,
    onPassage: (passage) => log({ level: "info", source: "gateway", message: passage.route, passage }),
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

  // 8. What queues and schedules call.
  const eventSources = new EventSources({ queues, functions, clock, log });
  closing.add(() => eventSources.close());
  eventSources.update(plan.eventSourceMappings);
  const schedules = new Schedules({
    invoke: loggedInvoke(functions, log, "schedule", "schedule"),
    clock,
    log,
  });
  closing.add(() => schedules.close());
  schedules.update(plan);

  // What may fail comes first, and changes nothing that is served; then all of it is swapped in one turn.
  const lifecycle = { invoke: loggedInvoke(functions, log, "lifecycle", "apply") };
  let created = false;
  const update = async (stackDirectory: string): Promise<readonly string[]> => {
    const before = plan;
    const next = read(stackDirectory);
    refuseUnswappable(before, next);
    const swapGateway = gateway.prepare(next);
    await createTables(dynamodbEndpoint, next.region, next.tables);
    const swapFunctions = await functions.prepare(functionsOf(next));
    await buckets.update(next.buckets);
    queues.update(next.queues);
    swapFunctions();
    swapGateway();
    eventSources.update(next.eventSourceMappings);
    schedules.update(next);
    plan = next;
    nameUnserved(next, before.unserved, log);
    if (created) {
      await invokeAtUpdate(before.invocations, next.invocations, lifecycle);
    }
    return describeChanges(before, next);
  };
  let updating: Promise<unknown> = Promise.resolve();

  return {
    url: listener.url,
    get plan() {
      return plan;
    },
    dynamodbEndpoint,
    invoke: (nameOrArn, event) => functions.invoke(nameOrArn, event),
    create: () => {
      created = true;
      return invokeAtCreate(plan.invocations, lifecycle);
    },
    destroy: () => invokeAtDestroy(plan.invocations, lifecycle),
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

async function startDatabase({ dataDirectory }: ServeOptions, closing: ClosingList): Promise<string> {
  const engine = await startEngine(dataDirectory === undefined ? {} : { dataDirectory });
  closing.add(() => engine.close());
  return engine.endpoint;
}

async function startGate(
  endpoint: string,
  gate: { readonly faults: Faults; readonly usage: UsageMeter },
  closing: ClosingList,
): Promise<string> {
  const started = await startDatabaseGate({ endpoint, ...gate });
  closing.add(() => started.close());
  return started.endpoint;
}

/** @param named what has been named already */
function nameUnserved({ unserved }: PlanModel, named: PlanModel["unserved"], log: Log): void {
  for (const { address, reason } of unserved) {
    if (!named.some((it) => it.address === address && it.reason === reason)) {
      log({ level: "warn", source: "plan", message: `${address} is not served: ${reason}` });
    }
  }
}
