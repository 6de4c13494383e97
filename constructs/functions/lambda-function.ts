import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction as AwsLambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { allow, type PolicyStatement, policyDocument, trustPolicy } from "../account/policy";
import { type RoleProps, serviceRole } from "../account/service-role";
import { newLogGroup } from "../monitoring/log-group";
import { codeAttributes, type LambdaCode } from "./lambda-code";

/** The alias that all callers use. It points to the newest version. */
export const liveAlias = "live";

export interface LambdaFunctionProps extends RoleProps {
  readonly functionName: string;
  readonly code: LambdaCode;
  /** Environment variables of the function. Never contains a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Permissions of the function, in addition to writing its own logs and traces. */
  readonly permissions: readonly PolicyStatement[];
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  readonly memorySizeMb: number;
  readonly architecture: "arm64" | "x86_64";
  /** Lambda runtime, such as `nodejs22.x`. */
  readonly runtime: string;
  /** @default "index.handler" */
  readonly handler?: string;
  /**
   * Maximum number of simultaneous invocations. 0 stops the function.
   * @default - no reservation
   */
  readonly reservedConcurrentExecutions?: number | undefined;
}

/** Creates a function with its own role and log group. Each change publishes a version for the alias `live`. */
export class LambdaFunction extends Construct {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly logGroupName: string;
  readonly alias: LambdaAlias;
  /** Resources that an invocation needs but that the alias does not refer to. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    this.functionName = props.functionName;
    this.timeoutSeconds = props.timeoutSeconds;
    const logGroup = newLogGroup(this, "Logs", `/aws/lambda/${props.functionName}`, props.logRetentionDays);
    this.logGroupName = logGroup.name;
    const role = serviceRole(this, "Role", props, trustPolicy("lambda.amazonaws.com"));
    const policy = new IamRolePolicy(this, "Policy", {
      name: "function",
      role: role.id,
      policy: policyDocument([writeLogs(logGroup), writeTraces, ...props.permissions]),
    });
    this.ready = [policy, logGroup];
    const lambda = this.#declare(props, role, logGroup);
    this.alias = new LambdaAlias(this, "Alias", {
      name: liveAlias,
      functionName: lambda.functionName,
      functionVersion: lambda.version,
    });
  }

  /**
   * The function's name with the alias, which is the value of the stage variable. It is plain text, because a reference
   * to the function would make the API depend on the function.
   */
  get target(): string {
    return `${this.functionName}:${liveAlias}`;
  }

  /** Allows a service to invoke the function for one source. */
  allow(id: string, service: string, sourceArn: string): LambdaPermission {
    return new LambdaPermission(this, id, {
      statementId: id,
      action: "lambda:InvokeFunction",
      functionName: this.alias.functionName,
      qualifier: this.alias.name,
      principal: service,
      sourceArn,
    });
  }

  #declare(props: LambdaFunctionProps, role: IamRole, logGroup: CloudwatchLogGroup): AwsLambdaFunction {
    return new AwsLambdaFunction(this, "Function", {
      functionName: props.functionName,
      role: role.arn,
      ...codeAttributes(props.code),
      publish: true,
      handler: props.handler ?? "index.handler",
      runtime: props.runtime,
      architectures: [props.architecture],
      memorySize: props.memorySizeMb,
      timeout: props.timeoutSeconds,
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
      environment: { variables: { ...props.environment } },
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
        logGroup: logGroup.name,
      },
      dependsOn: this.ready,
    });
  }
}

/** Allows writing to this log group only. The stack declares the group, so the role does not need to create it. */
function writeLogs(logGroup: CloudwatchLogGroup): PolicyStatement {
  return allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logGroup.arn}:*`);
}

/** X-Ray has no resource for a trace segment, so only the wildcard is possible: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const writeTraces: PolicyStatement = allow(
  "Traces",
  ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  "*",
);
