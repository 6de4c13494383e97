/** The tables of a stage, by the last part of their names. */
export type TableName = "Channels" | "Members" | "Connections" | "Messages";

/** The functions of a stage, by the last part of their names; their sources lie in folders of these names. */
export const functionRoles = ["request-dispatcher", "outbox", "lifecycle-handler"] as const;

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
  api(protocol: "websocket" | "http"): string {
    return `${this.#app}-${protocol}`;
  }

  table(stage: string, table: TableName): string {
    return `${this.#stagePrefix}${stage}.${table}`;
  }

  function(stage: string, role: FunctionRole): string {
    return `${this.#stagePrefix}${stage}-${role}`;
  }

  /** IAM is one for all regions, so the region is part of the name. */
  role(functionName: string, region: string): string {
    return `${functionName}-${region}`;
  }

  /** IAM is one for all regions, so the region is part of the name. */
  apiGatewayLogsRole(region: string): string {
    return `${this.#app}-api-gateway-logs-${region}`;
  }

  outboxQueue(stage: string): string {
    return `${this.#stagePrefix}${stage}-outbox.fifo`;
  }

  /** The queue of notifications that ran out of receives. */
  deadLettersQueue(stage: string): string {
    return `${this.#stagePrefix}${stage}-outbox-dead-letters.fifo`;
  }

  /** The queue of messages that cannot be delivered. */
  undeliverableQueue(stage: string): string {
    return `${this.#stagePrefix}${stage}-outbox-undeliverable.fifo`;
  }

  sweepRule(stage: string): string {
    return `${this.#stagePrefix}${stage}-outbox-sweep`;
  }

  /** Bucket names are one space for all of AWS: the provider adds a unique end. */
  filesBucketPrefix(stage: string): string {
    return `${this.#app}-${stage}-files-`;
  }

  /** One for all stages: the proxy stands before the whole domain. */
  proxySecretParameter(): string {
    return `/${this.#app}/proxy-secret`;
  }

  /** @param what the alarm's own name, for example `undeliverable` */
  alarm(stage: string, what: string): string {
    return `${this.#app}-${stage}-${what}`;
  }

  alarmTopic(): string {
    return `${this.#app}-alarms`;
  }

  alarmForwarder(): string {
    return `${this.#app}-alarm-forwarder`;
  }

  /** The URL that alarms are posted to. */
  alarmForwarderUrlParameter(): string {
    return `/${this.#app}/alarm-forwarder-url`;
  }

  dashboard(stage: string): string {
    return `${this.#app}-${stage}`;
  }

  /** A slash makes a folder in the console. */
  queries(stage: string): string {
    return `${this.#app}/${stage}`;
  }

  /** Bucket names are one space for all of AWS: the provider adds a unique end. */
  logArchiveBucketPrefix(): string {
    return `${this.#app}-logs-`;
  }

  /** Athena's databases know no dashes. */
  logDatabase(): string {
    return `${this.#app.replaceAll("-", "_")}_logs`;
  }

  logWorkgroup(): string {
    return `${this.#app}-logs`;
  }

  logStream(stage: string): string {
    return `${this.#app}-${stage}-logs`;
  }

  monthlyBudget(): string {
    return `${this.#app}-monthly`;
  }

  /** @param project for example `drift-check` */
  buildProject(project: string): string {
    return `${this.#stagePrefix}${project}-project`;
  }

  /** CodeBuild puts the project's name before what the buildspec says: https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html */
  reportGroup(projectName: string): string {
    return `${projectName}-e2e-test-report-group`;
  }

  /** What the pipeline's events say they come from. */
  buildEventSource(): string {
    return `${this.#app}.build`;
  }

  /** Where people are told of drift, and of what the scans find. */
  buildNoticesTopic(): string {
    return `${this.#app}-build-notices`;
  }

  /** @param what for example `drift-check`: a rule, a schedule or the role of one */
  buildStarter(what: string): string {
    return `${this.#app}-${what}`;
  }

  /** The token with which the drift check reads the zone. */
  cloudflareTokenParameter(): string {
    return `/${this.#app}/cloudflare-api-token`;
  }

  /** @param what `telegram-group`, the URL of the host's group in Telegram Web, its `channel`, or the stage's `websocket-url` */
  endToEndParameter(what: "telegram-group" | "channel" | "websocket-url"): string {
    return `/${this.#app}/dev/e2e-${what}`;
  }

  botTokenParameter(stage: string): string {
    return `/${this.#app}/${stage}/telegram-bot-token`;
  }

  /**
   * The prefix keeps the policy that lets API Gateway write logs from outgrowing its limit:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   */
  accessLogGroup(stage: string, protocol: "websocket" | "http"): string {
    return `/aws/vendedlogs/${this.#app}/${stage}/${protocol}-access`;
  }
}
