/** The tables of a stage, by the last part of their names. */
export type TableName = "Channels" | "Members" | "Connections" | "Messages";

/** The functions of a stage, by the last part of their names. The folders of their sources have the same names. */
export const functionRoles = ["request-dispatcher", "outbox", "lifecycle-handler", "widget"] as const;

/** A function of a stage. */
export type FunctionRole = (typeof functionRoles)[number];

/** Returns a value for each function. */
export function everyFunction<Value>(
  make: (role: FunctionRole) => Value,
): Readonly<Record<FunctionRole, Value>> {
  return Object.fromEntries(functionRoles.map((role) => [role, make(role)])) as Record<FunctionRole, Value>;
}

/** Creates every name of a resource in the account. Constructs receive their names from here. */
export class PhysicalNames {
  readonly #app: string;
  readonly #stagePrefix: string;

  /**
   * @param app prefix of the names that other programs in the account might use too
   * @param stagePrefix prefix of names that start with a stage. Empty, except in a sandbox.
   */
  constructor(app: string, stagePrefix = "") {
    this.#app = app;
    this.#stagePrefix = stagePrefix;
  }

  /** Returns the names of a deployment. */
  static of(deployment: { readonly app: string; readonly stagePrefix: string }): PhysicalNames {
    return new PhysicalNames(deployment.app, deployment.stagePrefix);
  }

  /** @param protocol the protocol of the API */
  readonly api = (protocol: "websocket" | "http") => `${this.#app}-${protocol}`;
  readonly table = (stage: string, table: TableName) => `${this.#stagePrefix}${stage}.${table}`;
  readonly function = (stage: string, role: FunctionRole) => `${this.#stagePrefix}${stage}-${role}`;

  /** IAM names are global, so the region is part of the name. */
  readonly role = (functionName: string, region: string) => `${functionName}-${region}`;

  /** IAM names are global, so the region is part of the name. */
  readonly apiGatewayLogsRole = (region: string) => `${this.#app}-api-gateway-logs-${region}`;
  readonly outboxQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox.fifo`;

  /** The queue of notifications that reached the maximum receive count. */
  readonly deadLettersQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox-dead-letters.fifo`;

  /** The queue of messages that cannot be delivered. */
  readonly undeliverableQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox-undeliverable.fifo`;
  readonly sweepRule = (stage: string) => `${this.#stagePrefix}${stage}-outbox-sweep`;

  /** Bucket names are unique in all of AWS: the provider appends a unique suffix. */
  readonly filesBucketPrefix = (stage: string) => `${this.#app}-${stage}-files-`;

  /** Shared by all stages, because the proxy serves the whole domain. */
  readonly proxySecretParameter = () => `/${this.#app}/proxy-secret`;

  /** @param what name of the alarm, for example `undeliverable` */
  readonly alarm = (stage: string, what: string) => `${this.#app}-${stage}-${what}`;
  readonly alarmTopic = () => `${this.#app}-alarms`;
  readonly alarmForwarder = () => `${this.#app}-alarm-forwarder`;

  /** The URL that alarms are posted to. */
  readonly alarmForwarderUrlParameter = () => `/${this.#app}/alarm-forwarder-url`;
  readonly dashboard = (stage: string) => `${this.#app}-${stage}`;

  /** The console shows a slash as a folder. */
  readonly queries = (stage: string) => `${this.#app}/${stage}`;

  /** Bucket names are unique in all of AWS: the provider appends a unique suffix. */
  readonly logArchiveBucketPrefix = () => `${this.#app}-logs-`;

  /** Names of Athena databases cannot contain dashes. */
  readonly logDatabase = () => `${this.#app.replaceAll("-", "_")}_logs`;
  readonly logWorkgroup = () => `${this.#app}-logs`;
  readonly logStream = (stage: string) => `${this.#app}-${stage}-logs`;
  readonly monthlyBudget = () => `${this.#app}-monthly`;

  /** @param project for example `drift-check` */
  readonly buildProject = (project: string) => `${this.#stagePrefix}${project}-project`;

  /** CodeBuild puts the project's name in front of the name in the buildspec: https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html */
  readonly reportGroup = (projectName: string) => `${projectName}-e2e-test-report-group`;

  /** The source of the pipeline's own events. */
  readonly buildEventSource = () => `${this.#app}.build`;

  /** The topic for reports of drift and of the security scan. */
  readonly buildNoticesTopic = () => `${this.#app}-build-notices`;

  /** @param what the purpose of a rule or a schedule, for example `drift-check` */
  readonly buildStarter = (what: string) => `${this.#app}-${what}`;

  /** The token with which the drift check reads the zone. */
  readonly cloudflareTokenParameter = () => `/${this.#app}/cloudflare-api-token`;

  /** @param what `telegram-group` (the group's URL in Telegram Web), `channel`, or the stage's `websocket-url` */
  readonly endToEndParameter = (what: "telegram-group" | "channel" | "websocket-url") =>
    `/${this.#app}/dev/e2e-${what}`;

  /** Kite derives the keys with which shops sign identities from this secret. */
  readonly identitySecretParameter = (stage: string) => `/${this.#app}/${stage}/identity-secret`;
  readonly botTokenParameter = (stage: string) => `/${this.#app}/${stage}/telegram-bot-token`;

  /**
   * API Gateway writes its logs under a resource policy. With this prefix, the policy does not grow beyond its size
   * limit: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   */
  readonly accessLogGroup = (stage: string, protocol: "websocket" | "http") =>
    `/aws/vendedlogs/${this.#app}/${stage}/${protocol}-access`;
}
