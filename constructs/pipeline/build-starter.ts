import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import { policyDocument, trustPolicy } from "../account/policy";
import { type RoleProps, serviceRole } from "../account/service-role";
import type { BuildProject } from "./build-project";
import { startBuild } from "./build-roles";

interface BuildStarterProps extends RoleProps {
  /** Name of the rule or schedule. */
  readonly name: string;
  /** Description of the rule or schedule, in one sentence. */
  readonly description: string;
  readonly account: string;
  readonly project: BuildProject;
}

export interface ScheduledBuildProps extends BuildStarterProps {
  /** Schedule: `cron(…)` or `rate(…)`. */
  readonly schedule: string;
  /** Time zone of the schedule, for example `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Creates a schedule that starts builds: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
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
  /** Pattern of the events that start a build. */
  readonly pattern: object;
  /** Values of the event that the build receives. */
  readonly input: BuildInput;
}

/** Paths in an event, for example `$.detail.commit`. */
export type BuildInput =
  | { readonly commitPath: string }
  | {
      /** Paths, by the names of the build's variables. */
      readonly variablePaths: Readonly<Record<string, string>>;
    };

/** Creates a rule that starts a build with values of an event. */
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
      roleArn: roleToStart(this, "events.amazonaws.com", props, variableNames(props.input)).arn,
      inputTransformer: inputTransformer(props.input),
    });
  }
}

/** Returns the request to StartBuild: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
function inputTransformer(input: BuildInput) {
  if ("commitPath" in input) {
    return { inputPaths: { commit: input.commitPath }, inputTemplate: '{"sourceVersion": <commit>}' };
  }
  const variables = variableNames(input).map(
    (name) => `{"name": "${name}", "value": <${name}>, "type": "PLAINTEXT"}`,
  );
  return {
    inputPaths: { ...input.variablePaths },
    inputTemplate: `{"environmentVariablesOverride": [${variables.join(", ")}]}`,
  };
}

function variableNames(input: BuildInput): readonly string[] {
  return "variablePaths" in input ? Object.keys(input.variablePaths) : [];
}

/** Creates a role that can start only this project, only with its own buildspec, and only with these variables. */
function roleToStart(
  scope: Construct,
  service: string,
  props: BuildStarterProps,
  variables: readonly string[] = [],
): IamRole {
  const role = serviceRole(scope, "Role", props, trustPolicy(service, props.account));
  new IamRolePolicy(scope, "Policy", {
    name: "start-build",
    role: role.id,
    policy: policyDocument([startBuild("Start", props.project.project.arn, variables)]),
  });
  return role;
}
