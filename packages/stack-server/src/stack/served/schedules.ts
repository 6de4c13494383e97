import type { Attributes } from "../attributes";
import type { ScheduleModel, ScheduleTargetModel } from "../model";
import { NotServed, ResourceFault } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";
import type { FunctionCatalog } from "./functions";
import { readScheduleExpression } from "./schedule-expression";

/**
 * Reads schedules of functions: `aws_cloudwatch_event_rule` with its `aws_cloudwatch_event_target`s, and
 * `aws_scheduler_schedule`.
 *
 * @throws StackError when a rule or a function is not there
 */
export function readSchedules(reader: StackReader, functions: FunctionCatalog): readonly ScheduleModel[] {
  const rules = reader.readAll(ruleReader);
  const targets = reader.keepServed(reader.served(reader.readAll(targetReader)), (target) => {
    needRule(reader, rules, target);
    functions.need(target.functionName, target.address);
  });
  const schedules = reader.keepServed(
    reader.served(reader.readAll(schedulerReader)),
    ({ address, targets: [target] }) => functions.need(target?.functionName ?? "", address),
  );
  const withTargets = rules.flatMap((entry) =>
    reader.served([entry]).map((rule) => ({
      ...rule,
      targets: targets
        .filter(({ ruleName }) => ruleName === entry.key)
        .map(({ address, functionName, input }) => ({ address, functionName, input })),
    })),
  );
  return [...withTargets, ...schedules];
}

interface RuleTarget extends ScheduleTargetModel {
  readonly ruleName: string;
}

function needRule(reader: StackReader, rules: readonly Entry<ScheduleModel>[], target: RuleTarget): void {
  const rule = rules.find(({ key }) => key === target.ruleName);
  if (rule === undefined) {
    throw reader.error(target.address, `there is no rule \`${target.ruleName}\` in the stack`);
  }
  reader.need(rule, target.address);
}

const ruleReader: ResourceReader<ScheduleModel> = {
  type: "aws_cloudwatch_event_rule",
  key: "name",
  ignored: ["description", "event_bus_name", "force_destroy", "name", "name_prefix", "role_arn"],
  read: (attributes, address) => {
    const expression = attributes.optionalText("schedule_expression");
    if (expression === undefined) {
      throw new NotServed("rules for events are not served, only those with a schedule");
    }
    const state = attributes.optionalText("state") ?? "ENABLED";
    return {
      address,
      arn: attributes.text("arn"),
      source: "aws.events",
      expression: readScheduleExpression(expression, "UTC"),
      enabled: (attributes.optionalBoolean("is_enabled") ?? true) && state !== "DISABLED",
      targets: [],
    };
  },
};

const targetReader: ResourceReader<RuleTarget> = {
  type: "aws_cloudwatch_event_target",
  key: "id",
  ignored: ["dead_letter_config", "event_bus_name", "force_destroy", "retry_policy", "role_arn", "target_id"],
  read: (attributes, address) => {
    const unserved = ["input_path", "input_transformer"].find((name) => attributes.names.includes(name));
    if (unserved !== undefined) {
      throw new NotServed(`\`${unserved}\` is not served, \`input\` is; this target is never invoked`);
    }
    return { address, ruleName: attributes.text("rule"), ...readTarget(attributes) };
  },
};

const schedulerReader: ResourceReader<ScheduleModel> = {
  type: "aws_scheduler_schedule",
  key: "name",
  ignored: [
    "description",
    "flexible_time_window",
    "group_name",
    "kms_key_arn",
    "name",
    "name_prefix",
    "target.dead_letter_config",
    "target.retry_policy",
    "target.role_arn",
  ],
  read: (attributes, address) => {
    const target = attributes.block("target");
    if (target === undefined) {
      throw new ResourceFault("`target`: it is not declared");
    }
    return {
      address,
      arn: attributes.text("arn"),
      source: "aws.scheduler",
      expression: readScheduleExpression(
        attributes.text("schedule_expression"),
        attributes.optionalText("schedule_expression_timezone") ?? "UTC",
      ),
      enabled: attributes.optionalText("state") !== "DISABLED",
      targets: [{ address, ...readTarget(target) }],
    };
  },
};

function readTarget(attributes: Attributes): Pick<ScheduleTargetModel, "functionName" | "input"> {
  const functionName = attributes.text("arn");
  if (!/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/.test(functionName)) {
    throw new NotServed(`only functions are served as targets, not \`${functionName}\``);
  }
  const input = attributes.optionalText("input");
  try {
    JSON.parse(input ?? "{}");
  } catch (cause) {
    throw new ResourceFault("`input`: it is not JSON", { cause });
  }
  return { functionName, input };
}
