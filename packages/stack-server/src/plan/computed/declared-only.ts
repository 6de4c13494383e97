import type { ComputedFrom, ComputedTable } from "./computed-from";
import { arn, arnStart, madeUpName } from "./names";
import { stableId } from "./stable-id";

/** Resources that are not served, whose names and ARNs others may refer to. */
export const declaredOnlyComputed: Readonly<Record<string, ComputedTable>> = {
  aws_acm_certificate: regional("acm", (from) => `certificate/${uuid(from.address)}`),
  aws_cloudwatch_event_rule: named("events", (name) => `rule/${name}`),
  aws_cloudwatch_log_group: named("logs", (name) => `log-group:${name}`),
  aws_cloudwatch_metric_alarm: regional(
    "cloudwatch",
    (from) => `alarm:${from.text("alarm_name")}`,
    "alarm_name",
  ),
  aws_iam_policy: global((name) => `policy/${name}`),
  aws_iam_role: {
    ...global((name) => `role/${name}`),
    id: (from) => from.text("name"),
  },
  aws_kms_key: {
    ...regional("kms", (from) => `key/${from.text("key_id")}`, "key_id"),
    key_id: (from) => uuid(from.address),
  },
  aws_scheduler_schedule: named("scheduler", (name) => `schedule/default/${name}`),
  aws_sns_topic: {
    ...named("sns", (name) => name),
    id: (from) => from.text("arn"),
  },
  aws_ssm_parameter: {
    arn: (from) => arn(from, "ssm", `parameter/${from.text("name").replace(/^\//, "")}`),
    id: (from) => from.text("name"),
  },
};

function regional(service: string, path: (from: ComputedFrom) => string, idFrom = "arn"): ComputedTable {
  return {
    arn: (from) => arn(from, service, path(from)),
    id: (from) => from.text(idFrom),
  };
}

function named(service: string, path: (name: string) => string): ComputedTable {
  return {
    ...regional(service, (from) => path(from.text("name")), "name"),
    name: (from) => madeUpName(from),
  };
}

/** IAM knows no regions. */
function global(path: (name: string) => string): ComputedTable {
  return {
    arn: (from) => `${arnStart(from)}:iam::${from.accountId}:${path(from.text("name"))}`,
    id: (from) => from.text("arn"),
    name: (from) => madeUpName(from),
  };
}

function uuid(address: string): string {
  const letters = stableId(address, 32);
  const hexadecimal = Buffer.from(letters).toString("hex");
  return [0, 8, 12, 16, 20, 32]
    .slice(1)
    .map((end, index) => hexadecimal.slice([0, 8, 12, 16, 20][index], end))
    .join("-");
}
