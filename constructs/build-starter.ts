import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { BuildProject } from "./build-project";
import { policyDocument, trustPolicy } from "./policy";

interface BuildStarterProps {
  /** Name of the rule or schedule. */
  readonly name: string;
  readonly roleName: string;
  /** One sentence. */
  readonly description: string;
  readonly account: string;
  readonly project: BuildProject;
  /**
   * Policy that bounds the role.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string | undefined;
}

export interface ScheduledBuildProps extends BuildStarterProps {
  /** `cron(…)` or `rate(…)`. */
  readonly schedule: string;
  /** For example `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Starts builds at fixed times: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
export class ScheduledBuild extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledBuildProps) {
    super(scope, id);
    new SchedulerSchedule(this, "Schedule", {
      name: props.name,
      description: props.description,
      scheduleExpression: props.schedule,
      scheduleExpressionTimezone: props.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: props.project.project.arn,
        roleArn: roleToStart(this, "scheduler.amazonaws.com", props).arn,
      },
    });
  }
}

export interface BuildOnEventProps extends BuildStarterProps {
  /** Which events start a build. */
  readonly pattern: object;
  /** Path to the commit in the event, for example `$.detail.commit`. */
  readonly commitPath: string;
}

/** Starts a build of the commit that an event names. */
export class BuildOnEvent extends Construct {
  constructor(scope: Construct, id: string, props: BuildOnEventProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: props.name,
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: "build",
      arn: props.project.project.arn,
      roleArn: roleToStart(this, "events.amazonaws.com", props).arn,
      inputTransformer: {
        inputPaths: { commit: props.commitPath },
        inputTemplate: '{"sourceVersion": <commit>}',
      },
    });
  }
}

function roleToStart(scope: Construct, service: string, props: BuildStarterProps): IamRole {
  const role = new IamRole(scope, "Role", {
    name: props.roleName,
    assumeRolePolicy: trustPolicy(service, props.account),
    ...(props.permissionsBoundaryArn && { permissionsBoundary: props.permissionsBoundaryArn }),
  });
  new IamRolePolicy(scope, "Policy", {
    name: "start-build",
    role: role.id,
    policy: policyDocument([
      { sid: "Start", actions: ["codebuild:StartBuild"], resources: [props.project.project.arn] },
    ]),
  });
  return role;
}
