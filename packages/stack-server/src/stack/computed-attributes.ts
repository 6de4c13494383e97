import { createHash } from "node:crypto";
import type { Value } from "./expression/value";
import { partitionOf } from "./partition";

/** Inputs of a computed attribute. */
export interface ComputedFrom {
  /** Terraform address, for example `aws_sqs_queue.outbox`. */
  readonly address: string;
  readonly region: string;
  readonly accountId: string;
  readonly httpEndpoint: string;
  readonly webSocketEndpoint: string;
  readonly servicesEndpoint: string;
  /** Returns the base URL of the API with this id. @throws ExpressionError when the stack declares no such API */
  endpointOf(apiId: string): string;
  /** Returns another attribute of the same resource, declared or computed, as text. @throws ExpressionError */
  text(attribute: string): string;
  /** Returns an attribute like `text`, or `undefined` if it is neither declared nor computed. */
  optionalText(attribute: string): string | undefined;
}

/** Attributes of a resource type that AWS would return, by name. */
type ComputedTable = Readonly<Record<string, (from: ComputedFrom) => Value>>;

/** Attributes that AWS would compute, by resource type. A declared attribute takes precedence. */
export const computedAttributes: Readonly<Record<string, ComputedTable>> = {
  aws_acm_certificate: regional("acm", (from) => `certificate/${uuid(from.address)}`),
  aws_apigatewayv2_api: {
    api_endpoint: (from) =>
      from.text("protocol_type") === "WEBSOCKET" ? from.webSocketEndpoint : from.httpEndpoint,
    arn: (from) => apiGatewayArn(from, `apis/${from.text("id")}`),
    execution_arn: (from) => arn(from, "execute-api", from.text("id")),
    // As on AWS, API ids have ten characters, and the ids within an API have seven.
    id: (from) => stableId(from.address, 10),
    protocol_type: () => "HTTP",
    route_selection_expression: () => "$request.method $request.path",
  },
  aws_apigatewayv2_authorizer: { id: partOfApiId },
  aws_apigatewayv2_deployment: { id: partOfApiId },
  aws_apigatewayv2_domain_name: {
    arn: (from) => apiGatewayArn(from, `domainnames/${from.text("domain_name")}`),
    id: (from) => from.text("domain_name"),
  },
  aws_apigatewayv2_integration: { id: partOfApiId },
  aws_apigatewayv2_integration_response: { id: partOfApiId },
  aws_apigatewayv2_route: { id: partOfApiId },
  aws_apigatewayv2_route_response: { id: partOfApiId },
  aws_apigatewayv2_stage: {
    arn: (from) => apiGatewayArn(from, `apis/${from.text("api_id")}/stages/${from.text("name")}`),
    execution_arn: (from) => arn(from, "execute-api", `${from.text("api_id")}/${from.text("name")}`),
    id: (from) => from.text("name"),
    invoke_url: (from) => {
      const name = from.text("name");
      return `${from.endpointOf(from.text("api_id"))}/${name === "$default" ? "" : name}`;
    },
  },
  aws_cloudwatch_event_rule: named("events", (name) => `rule/${name}`),
  aws_cloudwatch_log_group: named("logs", (name) => `log-group:${name}`),
  aws_cloudwatch_metric_alarm: regional(
    "cloudwatch",
    (from) => `alarm:${from.text("alarm_name")}`,
    "alarm_name",
  ),
  aws_dynamodb_table: regional("dynamodb", (from) => `table/${from.text("name")}`, "name"),
  aws_iam_policy: { ...iam("policy"), id: (from) => from.text("arn") },
  aws_iam_role: { ...iam("role"), id: (from) => from.text("name") },
  aws_kms_key: {
    ...regional("kms", (from) => `key/${from.text("key_id")}`, "key_id"),
    key_id: (from) => uuid(from.address),
  },
  aws_lambda_alias: {
    arn: aliasArn,
    id: aliasArn,
    invoke_arn: (from) => invokeArn(from, from.text("arn")),
  },
  aws_lambda_function: {
    ...regional("lambda", (from) => `function:${from.text("function_name")}`, "function_name"),
    invoke_arn: (from) => invokeArn(from, from.text("arn")),
    memory_size: () => 128,
    package_type: () => "Zip",
    qualified_arn: (from) => `${from.text("arn")}:${from.text("version")}`,
    qualified_invoke_arn: (from) => invokeArn(from, from.text("qualified_arn")),
    timeout: () => 3,
    version: (from) => (from.optionalText("publish") === "true" ? "1" : "$LATEST"),
  },
  aws_s3_bucket: {
    arn: (from) => `${arnStart(from)}:s3:::${from.text("bucket")}`,
    bucket: (from) => madeUpName(from, "bucket_prefix"),
    bucket_domain_name: (from) => `${from.text("bucket")}.s3.${partitionOf(from.region).dnsSuffix}`,
    bucket_regional_domain_name: (from) =>
      `${from.text("bucket")}.s3.${from.region}.${partitionOf(from.region).dnsSuffix}`,
    id: (from) => from.text("bucket"),
    region: (from) => from.region,
  },
  aws_scheduler_schedule: named("scheduler", (name) => `schedule/default/${name}`),
  aws_sns_topic: { ...named("sns", (name) => name), id: (from) => from.text("arn") },
  aws_sqs_queue: {
    arn: (from) => arn(from, "sqs", from.text("name")),
    fifo_queue: () => false,
    id: queueUrl,
    name: (from) =>
      madeUpName(from, "name_prefix", from.optionalText("fifo_queue") === "true" ? ".fifo" : ""),
    url: queueUrl,
  },
  aws_ssm_parameter: regional("ssm", (from) => `parameter/${from.text("name").replace(/^\//, "")}`, "name"),
};

/** Returns the attributes of a regional resource. @param idFrom Attribute that serves as the id. */
function regional(service: string, path: (from: ComputedFrom) => string, idFrom = "arn"): ComputedTable {
  return {
    arn: (from) => arn(from, service, path(from)),
    id: (from) => from.text(idFrom),
  };
}

/** Returns the attributes of a regional resource whose name is optional. */
function named(service: string, path: (name: string) => string): ComputedTable {
  return {
    ...regional(service, (from) => path(from.text("name")), "name"),
    name: (from) => madeUpName(from),
  };
}

/** Returns the attributes of an IAM resource, whose ARN has no region. */
function iam(type: string): ComputedTable {
  return {
    arn: (from) => `${arnStart(from)}:iam::${from.accountId}:${type}/${from.text("name")}`,
    name: (from) => madeUpName(from),
  };
}

function partOfApiId(from: ComputedFrom): string {
  return stableId(from.address, 7);
}

function queueUrl(from: ComputedFrom): string {
  return `${from.servicesEndpoint}/${from.accountId}/${from.text("name")}`;
}

/** An alias may reference its function by name or ARN. */
function aliasArn(from: ComputedFrom): string {
  const named = from.text("function_name");
  const base = named.startsWith("arn:") ? named : arn(from, "lambda", `function:${named}`);
  return `${base}:${from.text("name")}`;
}

function invokeArn(from: ComputedFrom, functionArn: string): string {
  return `${arnStart(from)}:apigateway:${from.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

function apiGatewayArn(from: ComputedFrom, path: string): string {
  return `${arnStart(from)}:apigateway:${from.region}::/${path}`;
}

/** Returns `arn:<partition>:<service>:<region>:<account>:<resource>`. */
function arn(from: ComputedFrom, service: string, resource: string): string {
  return `${arnStart(from)}:${service}:${from.region}:${from.accountId}:${resource}`;
}

/** Returns `arn:<partition>`, for services whose ARNs have no region or account. */
function arnStart(from: ComputedFrom): string {
  return `arn:${partitionOf(from.region).id}`;
}

/** Returns the name that the provider generates if the stack declares only a prefix, or no name at all. */
function madeUpName(from: ComputedFrom, prefixAttribute = "name_prefix", suffix = ""): string {
  return `${from.optionalText(prefixAttribute) ?? "terraform-"}${stableId(from.address, 26)}${suffix}`;
}

function uuid(address: string): string {
  const digits = Buffer.from(stableId(address, 32)).toString("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** Returns an identifier of lower-case letters and digits. The same address always has the same identifier. */
function stableId(address: string, length: number): string {
  const hash = BigInt(`0x${createHash("sha256").update(address).digest("hex")}`);
  return hash.toString(36).padStart(length, "0").slice(-length);
}
