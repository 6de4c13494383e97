/** The tables of a stage, by the last part of their names. */
export type TableName = "Channels" | "Members" | "Connections" | "Messages";

/** The functions of a stage, by the last part of their names; their sources lie in folders of these names. */
export const functionRoles = ["request-dispatcher", "outbox", "lifecycle-handler", "widget"] as const;

/** A function of a stage. */
export type FunctionRole = (typeof functionRoles)[number];

/** Returns a value for each function. */
export function everyFunction<Value>(
  make: (role: FunctionRole) => Value,
): Readonly<Record<FunctionRole, Value>> {
  return Object.fromEntries(functionRoles.map((role) => [role, make(role)])) as Record<FunctionRole, Value>;
}

/** The one place where names of things in the account are made; constructs take theirs from here. */
export class PhysicalNames {
  readonly #app: string;
  readonly #stagePrefix: string;

  /**
   * @param app prefix where a name is shared with other programs of the account
   * @param stagePrefix what stands before the stage in names that begin with it; empty, except for a sandbox
   */
  constructor(app: string, stagePrefix = "") {
    this.#app = app;
    this.#stagePrefix = stagePrefix;
  }

  /** The names of a deployment. */
  static of(deployment: { readonly app: string; readonly stagePrefix: string }): PhysicalNames {
    return new PhysicalNames(deployment.app, deployment.stagePrefix);
  }

  /** @param protocol which of the two APIs */
  readonly api = (protocol: "websocket" | "http") => `${this.#app}-${protocol}`;
  readonly table = (stage: string, table: TableName) => `${this.#stagePrefix}${stage}.${table}`;
  readonly function = (stage: string, role: FunctionRole) => `${this.#stagePrefix}${stage}-${role}`;

  /** IAM is one for all regions, so the region is part of the name. */
  readonly role = (functionName: string, region: string) => `${functionName}-${region}`;

  /** IAM is one for all regions, so the region is part of the name. */
  readonly apiGatewayLogsRole = (region: string) => `${this.#app}-api-gateway-logs-${region}`;
  readonly outboxQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox.fifo`;

  /** The queue of notifications that ran out of receives. */
  readonly deadLettersQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox-dead-letters.fifo`;

  /** The queue of messages that cannot be delivered. */
  readonly undeliverableQueue = (stage: string) => `${this.#stagePrefix}${stage}-outbox-undeliverable.fifo`;
  readonly sweepRule = (stage: string) => `${this.#stagePrefix}${stage}-outbox-sweep`;

  /** Bucket names are one space for all of AWS: the provider adds a unique end. */
  readonly filesBucketPrefix = (stage: string) => `${this.#app}-${stage}-files-`;

  /** One for all stages: the proxy stands before the whole domain. */
  readonly proxySecretParameter = () => `/${this.#app}/proxy-secret`;

  /** @param what the alarm's own name, for example `undeliverable` */
  readonly alarm = (stage: string, what: string) => `${this.#app}-${stage}-${what}`;
  readonly alarmTopic = () => `${this.#app}-alarms`;
  readonly alarmForwarder = () => `${this.#app}-alarm-forwarder`;

  /** The URL that alarms are posted to. */
  readonly alarmForwarderUrlParameter = () => `/${this.#app}/alarm-forwarder-url`;
  readonly dashboard = (stage: string) => `${this.#app}-${stage}`;

  /** A slash makes a folder in the console. */
  readonly queries = (stage: string) => `${this.#app}/${stage}`;

  /** Bucket names are one space for all of AWS: the provider adds a unique end. */
  readonly logArchiveBucketPrefix = () => `${this.#app}-logs-`;

  /** Athena's databases know no dashes. */
  readonly logDatabase = () => `${this.#app.replaceAll("-", "_")}_logs`;
  readonly logWorkgroup = () => `${this.#app}-logs`;
  readonly logStream = (stage: string) => `${this.#app}-${stage}-logs`;
  readonly monthlyBudget = () => `${this.#app}-monthly`;

  /** @param project for example `drift-check` */
  readonly buildProject = (project: string) => `${this.#stagePrefix}${project}-project`;

  /** CodeBuild puts the project's name before what the buildspec says: https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html */
  readonly reportGroup = (projectName: string) => `${projectName}-e2e-test-report-group`;

  /** What the pipeline's events say they come from. */
  readonly buildEventSource = () => `${this.#app}.build`;

  /** Where people are told of drift, and of what the scans find. */
  readonly buildNoticesTopic = () => `${this.#app}-build-notices`;

  /** @param what for example `drift-check`: a rule, a schedule or the role of one */
  readonly buildStarter = (what: string) => `${this.#app}-${what}`;

  /** The token with which the drift check reads the zone. */
  readonly cloudflareTokenParameter = () => `/${this.#app}/cloudflare-api-token`;

  /** @param what `telegram-group`, the URL of the host's group in Telegram Web, its `channel`, or the stage's `websocket-url` */
  readonly endToEndParameter = (what: "telegram-group" | "channel" | "websocket-url") =>
    `/${this.#app}/dev/e2e-${what}`;

  /** The keys with which shops sign identities are made from it. */
  readonly identitySecretParameter = (stage: string) => `/${this.#app}/${stage}/identity-secret`;
  readonly botTokenParameter = (stage: string) => `/${this.#app}/${stage}/telegram-bot-token`;

  /**
   * The prefix keeps the policy that lets API Gateway write logs from outgrowing its limit:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   */
  readonly accessLogGroup = (stage: string, protocol: "websocket" | "http") =>
    `/aws/vendedlogs/${this.#app}/${stage}/${protocol}-access`;
}
