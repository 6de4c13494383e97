import type { Attributes } from "../attributes";
import type { ScheduleModel, ScheduleTargetModel } from "../model";
import { NotServed, ResourceFault } from "../stack-error";
import type { ResourceReader, StackReader } from "../stack-reader";
import type { FunctionCatalog } from "./functions";
import { readScheduleExpression } from "./schedule-expression";

/**
 * Reads schedules of functions: `aws_cloudwatch_event_rule` with its `aws_cloudwatch_event_target`s, and
 * `aws_scheduler_schedule`.
 *
 * @throws StackError when a rule or a function does not exist
 */
export function readSchedules(reader: StackReader, functions: FunctionCatalog): readonly ScheduleModel[] {
  const rules = reader.readAll(ruleReader);
  const targets = reader.keepServed(reader.served(reader.readAll(targetReader)), (target) => {
    reader.need(reader.find(rules, target.ruleName, target.address, "rule"), target.address);
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

const ruleReader: ResourceReader<ScheduleModel> = {
  type: "aws_cloudwatch_event_rule",
  key: "name",
  read: (attributes, address) => {
    const expression = attributes.optionalText("schedule_expression");
    if (expression === undefined) {
      throw new NotServed("rules for events are not supported, only rules with a schedule");
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
  read: (attributes, address) => {
    const unserved = ["input_path", "input_transformer"].find((name) => attributes.names.includes(name));
    if (unserved !== undefined) {
      throw new NotServed(`\`${unserved}\` is not supported, only \`input\`; this target is never invoked`);
    }
    return { address, ruleName: attributes.text("rule"), ...readTarget(attributes) };
  },
};

const schedulerReader: ResourceReader<ScheduleModel> = {
  type: "aws_scheduler_schedule",
  key: "name",
  read: (attributes, address) => {
    const target = attributes.block("target");
    if (target === undefined) {
      throw new ResourceFault("`target`: the block is required but not declared");
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
    throw new NotServed(`only functions are supported as targets, not \`${functionName}\``);
  }
  return { functionName, input: attributes.optionalJsonText("input") };
}
