import { join } from "node:path";
import { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { readParameters } from "../constructs/account/policy";
import { bundle } from "../constructs/functions/lambda-bundle";
import { LambdaFunction } from "../constructs/functions/lambda-function";
import { LambdaPackage } from "../constructs/functions/lambda-package";
import { AlarmTopic } from "../constructs/monitoring/alarm-topic";
import { LogArchive } from "../constructs/monitoring/log-archive";
import { MonthlyBudget } from "../constructs/monitoring/monthly-budget";
import type { CompleteKite } from "./complete-kite";

export interface KiteWatchProps {
  readonly deployment: CompleteKite;
  readonly names: PhysicalNames;
  /** Folder with the sources of the functions. */
  readonly sourceDirectory: string;
}

/** Days for which the forwarder's log, which lists the forwarded alarms, is stored. */
const forwarderLogDays = 30;

/** Creates the monitoring of all stages: alarms by email and to Slack or Telegram, the budget and the log archive. */
export class KiteWatch extends Construct {
  readonly alarms: AlarmTopic;
  /** `undefined` if logs are only in CloudWatch. */
  readonly logArchive: LogArchive | undefined;

  readonly #props: KiteWatchProps;

  constructor(scope: Construct, id: string, props: KiteWatchProps) {
    super(scope, id);
    this.#props = props;
    const { deployment, names } = props;
    const { account, region } = deployment;
    this.alarms = new AlarmTopic(this, "Alarms", {
      topicName: names.alarmTopic(),
      account,
      region,
      emails: deployment.alarmEmails,
    });
    if (deployment.alarmForwarder) {
      this.alarms.call(this, "Forward", this.#forwarder());
    }
    this.logArchive = deployment.logArchive
      ? new LogArchive(this, "LogArchive", {
          days: deployment.logArchiveDays,
          scanLimitMegabytes: deployment.athenaScanLimitMegabytes,
          bucketPrefix: names.logArchiveBucketPrefix(),
          workgroupName: names.logWorkgroup(),
          databaseName: names.logDatabase(),
          stages: deployment.stages.map(({ name }) => name),
          protect: deployment.stages.some(({ protect }) => protect),
        })
      : undefined;
    if (deployment.monthlyBudgetUsd !== undefined) {
      new MonthlyBudget(this, "Budget", {
        name: names.monthlyBudget(),
        limitUsd: deployment.monthlyBudgetUsd,
        tag: deployment.budgetTag,
        topicArn: this.alarms.topic.arn,
      });
    }
  }

  /** Always packages the forwarder from the sources, because no pipeline ships it. */
  #forwarder(): LambdaFunction {
    const { deployment, names, sourceDirectory } = this.#props;
    const name = "alarm-forwarder";
    const { [name]: module } = bundle({ [name]: join(sourceDirectory, name, "index.ts") });
    if (module === undefined) {
      throw new Error(`The bundle of ${name} is empty.`);
    }
    const functionName = names.alarmForwarder();
    const parameter = names.alarmForwarderUrlParameter();
    return new LambdaFunction(this, "Forwarder", {
      functionName,
      roleName: names.role(functionName, deployment.region),
      code: new LambdaPackage(this, "ForwarderCode", { name, module }),
      environment: { FORWARDER_URL_PARAMETER: parameter, POWERTOOLS_SERVICE_NAME: name },
      permissions: [readParameters("Url", "GetParameter", deployment, parameter)],
      timeoutSeconds: 30,
      memorySizeMb: 256,
      architecture: "arm64",
      runtime: "nodejs22.x",
      logRetentionDays: forwarderLogDays,
      permissionsBoundaryArn: deployment.permissionsBoundaryArn,
    });
  }
}
