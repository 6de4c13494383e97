import { type ITerraformDependable, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { FunctionRole } from "../constructs/account/physical-names";
import { readParameters } from "../constructs/account/policy";
import { tagStage } from "../constructs/account/stage-tag";
import type { LambdaCode } from "../constructs/functions/lambda-code";
import { LambdaFunction, type LambdaFunctionProps } from "../constructs/functions/lambda-function";
import { LifecycleInvocation } from "../constructs/functions/lifecycle-invocation";
import { HttpStage } from "../constructs/gateway/http-stage";
import { WebsocketStage } from "../constructs/gateway/websocket-stage";
import { botToken } from "../constructs/messaging/bot-token";
import { OutboxQueue } from "../constructs/messaging/outbox-queue";
import { SweepSchedule } from "../constructs/messaging/sweep-schedule";
import { ChatTables } from "../constructs/storage/chat-tables";
import { FilesBucket } from "../constructs/storage/files-bucket";
import type { VariablesOf } from "../lambda-src/aws/environment";
import type { KiteWatch } from "./kite-watch";
import { optionsOfFunction } from "./options/function-options";
import { type StageParts, stageAddresses } from "./stage-addresses";
import { chatEnvironment, commonEnvironment, ingressEnvironment } from "./stage-environment";
import { StageWatch } from "./stage-watch";

/** The route that the WebSocket API answers itself. Its own throttle keeps a flood of pings from blocking messages. */
export const pingRouteKey = "PING";

/** The slowest work of the function is the compression of a body, so a short timeout is sufficient. */
const widgetTimeoutSeconds = 10;

export interface KiteStageProps extends StageParts {
  readonly functions: Readonly<Record<FunctionRole, LambdaCode>>;
  readonly watch: KiteWatch;
}

/** Creates the resources of one stage that it does not share with other stages. */
export class KiteStage extends Construct {
  readonly #props: KiteStageProps;

  constructor(scope: Construct, id: string, props: KiteStageProps) {
    super(scope, id);
    this.#props = props;
    const { stage, names, deployment, domain } = props;
    tagStage(this, stage.name);
    const addresses = stageAddresses(props);
    // The HTTP API serves the page of a channel.
    const allowedOrigins = stage.allowedOrigins.includes("*")
      ? stage.allowedOrigins
      : [...stage.allowedOrigins, addresses.httpOrigin];
    const token = botToken(names.botTokenParameter(stage.name), deployment);
    const identitySecret = names.identitySecretParameter(stage.name);
    const tables = new ChatTables(this, "Tables", {
      stage: stage.name,
      names,
      protect: stage.protect,
      pointInTimeRecovery: stage.pointInTimeRecovery,
    });
    const files = new FilesBucket(this, "Files", {
      bucketPrefix: names.filesBucketPrefix(stage.name),
      retentionDays: stage.retentionDays,
      allowedOrigins,
      protect: stage.protect,
    });
    const queue = new OutboxQueue(this, "Outbox", {
      name: names.outboxQueue(stage.name),
      deadLettersName: names.deadLettersQueue(stage.name),
      undeliverableName: names.undeliverableQueue(stage.name),
      delaySeconds: stage.wakeUpDelaySeconds,
      functionTimeoutSeconds: stage.outboxTimeoutSeconds,
    });
    const common = commonEnvironment(deployment.app, stage, token);
    const chat = { ...common, ...chatEnvironment({ stage, tables, queue, files, addresses }) };
    const chatRights = [
      token.read,
      tables.readAndWriteRows(),
      queue.send(),
      ...files.readAndWriteFiles(),
      addresses.manageConnections,
    ];
    const dispatcher = this.#function("request-dispatcher", {
      timeoutSeconds: stage.dispatcherTimeoutSeconds,
      memorySizeMb: stage.memorySize,
      reservedConcurrentExecutions: stage.dispatcherReservedConcurrency,
      environment: {
        ...chat,
        WEBSOCKET_URL: addresses.webSocketUrl,
        ALLOWED_ORIGINS: JSON.stringify(allowedOrigins),
        IDENTITY_SECRET_PARAMETER: identitySecret,
        FRAME_BURST: String(stage.frameBurst),
        FRAMES_PER_SECOND: String(stage.framesPerSecond),
        ...ingressEnvironment(domain),
      } satisfies VariablesOf<"requestDispatcher">,
      permissions: [
        ...chatRights,
        token.readHistory,
        readParameters("IdentitySecret", "GetParameter", deployment, identitySecret),
        ...(domain?.proxy ? [domain.proxy.readSecret] : []),
      ],
    });
    const outbox = this.#function("outbox", {
      timeoutSeconds: stage.outboxTimeoutSeconds,
      memorySizeMb: stage.outboxMemorySizeMb,
      environment: {
        ...chat,
        UNDELIVERABLE_QUEUE_URL: queue.undeliverable.url,
      } satisfies VariablesOf<"outbox">,
      permissions: [
        ...chatRights,
        ...files.eraseFiles(),
        queue.receive(),
        queue.sendUndeliverable(),
        tables.scanPending(),
      ],
    });
    const lifecycle = this.#function("lifecycle-handler", {
      timeoutSeconds: stage.lifecycleTimeoutSeconds,
      memorySizeMb: stage.lifecycleMemorySizeMb,
      environment: {
        ...common,
        WEBHOOK_URL: addresses.webhookUrl,
      } satisfies VariablesOf<"lifecycleHandler">,
      permissions: [token.read],
    });
    const widget = this.#function("widget", {
      timeoutSeconds: widgetTimeoutSeconds,
      memorySizeMb: stage.widgetMemorySizeMb,
      reservedConcurrentExecutions: stage.widgetReservedConcurrency,
      environment: {
        WEBSOCKET_URL: addresses.webSocketUrl,
        HTTP_URL: addresses.httpUrl,
        FILES_ORIGIN: files.originIn(deployment.region),
        ...(domain?.proxy && { IS_PROXIED: "true" }),
      } satisfies VariablesOf<"widget">,
      permissions: [],
    });
    queue.wake(outbox, stage.outboxMaximumConcurrency);
    new SweepSchedule(this, "Sweep", {
      ruleName: names.sweepRule(stage.name),
      rateMinutes: stage.sweepRateMinutes,
      function: outbox,
    });
    const { reachable, accessLogGroups } = this.#serve(dispatcher, widget);
    new StageWatch(this, "Watch", {
      ...props,
      functions: { "request-dispatcher": dispatcher, outbox, "lifecycle-handler": lifecycle, widget },
      queue,
      tables,
      accessLogGroups,
    });
    new LifecycleInvocation(this, "Webhook", {
      function: lifecycle,
      webhookUrl: addresses.webhookUrl,
      dependsOn: [...dispatcher.ready, ...reachable, ...props.httpApi.routes],
    });
    const outputs = {
      WebSocketUrl: addresses.webSocketUrl,
      HttpUrl: addresses.httpUrl,
      WebhookUrl: addresses.webhookUrl,
      FilesBucket: files.bucket.bucket,
      BotTokenParameter: token.parameterName,
    };
    for (const [name, value] of Object.entries(outputs)) {
      // The name of an output starts with the stage, for example `devWebSocketUrl`.
      new TerraformOutput(this, name, { value }).overrideLogicalId(`${stage.name}${name}`);
    }
  }

  /**
   * Creates the stage on both APIs.
   * @returns the dependencies of the webhook's URL, and the groups of the access logs
   */
  #serve(dispatcher: LambdaFunction, widget: LambdaFunction) {
    const { stage, names, domain } = this.#props;
    const settings = {
      stage: stage.name,
      function: dispatcher,
      throttlingRateLimit: stage.throttlingRateLimit,
      throttlingBurstLimit: stage.throttlingBurstLimit,
      logRetentionDays: stage.logRetentionDays,
    };
    const websocket = new WebsocketStage(this, "WebSocketStage", {
      ...settings,
      api: this.#props.websocketApi,
      accessLogGroupName: names.accessLogGroup(stage.name, "websocket"),
      routeThrottles: [
        {
          routeKey: pingRouteKey,
          rateLimit: stage.pingThrottlingRateLimit,
          burstLimit: stage.pingThrottlingBurstLimit,
        },
      ],
    });
    const http = new HttpStage(this, "HttpStage", {
      ...settings,
      api: this.#props.httpApi,
      widget,
      accessLogGroupName: names.accessLogGroup(stage.name, "http"),
    });
    const accessLogGroups = { websocket: websocket.accessLogGroupName, http: http.accessLogGroupName };
    const reachable: ITerraformDependable[] = [http.stage];
    if (domain) {
      domain.webSocket.map(this, "WebSocketMapping", websocket.stage);
      reachable.push(domain.http.map(this, "HttpMapping", http.stage), domain.http.record);
    }
    return { reachable, accessLogGroups };
  }

  #function(role: FunctionRole, differences: FunctionDifferences): LambdaFunction {
    const { stage, names, deployment, functions } = this.#props;
    const functionName = names.function(stage.name, role);
    return new LambdaFunction(this, role, {
      functionName,
      roleName: names.role(functionName, deployment.region),
      code: functions[role],
      runtime: stage[optionsOfFunction[role].runtime],
      handler: stage[optionsOfFunction[role].handler],
      ...differences,
      environment: { ...differences.environment, POWERTOOLS_SERVICE_NAME: role },
      architecture: stage.architecture,
      logRetentionDays: stage.logRetentionDays,
      permissionsBoundaryArn: deployment.permissionsBoundaryArn,
    });
  }
}

/** Settings that differ between the stage's functions. */
type FunctionDifferences = Pick<
  LambdaFunctionProps,
  "timeoutSeconds" | "memorySizeMb" | "reservedConcurrentExecutions" | "environment" | "permissions"
>;
