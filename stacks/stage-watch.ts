import { Construct } from "constructs";
import type { FunctionRole } from "../constructs/account/physical-names";
import type { LambdaFunction } from "../constructs/functions/lambda-function";
import type { OutboxQueue } from "../constructs/messaging/outbox-queue";
import { LogQueries } from "../constructs/monitoring/log-queries";
import { LogStreamToArchive } from "../constructs/monitoring/log-stream-to-archive";
import { StageAlarms } from "../constructs/monitoring/stage-alarms";
import { StageDashboard } from "../constructs/monitoring/stage-dashboard";
import type { ChatTables } from "../constructs/storage/chat-tables";
import type { KiteWatch } from "./kite-watch";
import type { StageParts } from "./stage-addresses";

export interface StageWatchProps extends StageParts {
  readonly watch: KiteWatch;
  readonly functions: Readonly<Record<FunctionRole, LambdaFunction>>;
  readonly queue: OutboxQueue;
  readonly tables: ChatTables;
  /** Names of declared log groups, by protocol. */
  readonly accessLogGroups: Readonly<Record<"websocket" | "http", string>>;
}

/** Creates the monitoring of a stage: alarms, one dashboard, saved queries. */
export class StageWatch extends Construct {
  constructor(scope: Construct, id: string, props: StageWatchProps) {
    super(scope, id);
    const { deployment, stage, names } = props;
    const parts = {
      stage: stage.name,
      functions: props.functions,
      httpApiId: props.httpApi.api.id,
      webSocketApiId: props.websocketApi.api.id,
      queueName: props.queue.queue.name,
      deadLettersName: props.queue.deadLetters.name,
      undeliverableName: props.queue.undeliverable.name,
      tableNames: props.tables.all.map(({ name }) => name),
      namespace: deployment.app,
    };
    if (stage.alarms.enabled) {
      new StageAlarms(this, "Alarms", {
        ...parts,
        // The lifecycle handler may run for minutes, until Telegram can resolve a new domain name.
        patientRoles: ["lifecycle-handler"],
        topicArn: props.watch.alarms.topic.arn,
        name: (what) => names.alarm(stage.name, what),
        thresholds: stage.alarms,
      });
    }
    new StageDashboard(this, "Dashboard", {
      ...parts,
      dashboardName: names.dashboard(stage.name),
      region: deployment.region,
    });
    new LogQueries(this, "Queries", {
      prefix: names.queries(stage.name),
      functionLogGroups: inOrder(props.functions).map((it) => it.logGroupName),
      accessLogGroups: inOrder(props.accessLogGroups),
    });
    if (props.watch.logArchive) {
      const streamName = names.logStream(stage.name);
      new LogStreamToArchive(this, "LogArchive", {
        archive: props.watch.logArchive,
        stage: stage.name,
        streamName,
        deliveryRoleName: names.role(`${streamName}-delivery`, deployment.region),
        subscriptionRoleName: names.role(`${streamName}-subscription`, deployment.region),
        logGroups: {
          ...Object.fromEntries(
            Object.entries(props.functions).map(([role, { logGroupName }]) => [role, logGroupName]),
          ),
          ...props.accessLogGroups,
        },
        logRetentionDays: stage.logRetentionDays,
        permissionsBoundaryArn: deployment.permissionsBoundaryArn,
      });
    }
  }
}

/** Sorts by name, because the provider compares lists in order, and AWS documents no order for the groups. */
function inOrder<Value>(byName: Readonly<Record<string, Value>>): readonly Value[] {
  return Object.entries(byName)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, value]) => value);
}
