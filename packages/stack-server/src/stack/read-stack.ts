import { dataSourceAttributes, declaredOnlyDataSources } from "./data-sources";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import type { FunctionModel, StackModel } from "./model";
import { defaultRegion } from "./provider-settings";
import { unservedReason } from "./resource-types";
import { readApis } from "./served/apis";
import { readBuckets } from "./served/buckets";
import { readEventSourceMappings } from "./served/event-source-mappings";
import { readFunctions } from "./served/functions";
import { readInvocations } from "./served/invocations";
import { readQueues } from "./served/queues";
import { readSchedules } from "./served/schedules";
import { readTables } from "./served/tables";
import { StackError } from "./stack-error";
import { type Declaration, readStackFile } from "./stack-file";
import { StackReader } from "./stack-reader";
import { type StackContext, StackValues } from "./stack-values";

export { StackError } from "./stack-error";

/**
 * Reads the `cdk.tf.json` of a synthesized stack and resolves its references. Lists the resources that cannot be
 * served, with the reason.
 *
 * @param stackDirectory Folder that contains `cdk.tf.json` and the assets.
 * @param context URLs of the server, for attributes such as `api_endpoint`.
 * @throws StackError when the file is invalid, a reference has no target, or a required value cannot be evaluated
 */
export function readStack(stackDirectory: string, context: StackContext): StackModel {
  const stack = readStackFile(stackDirectory);
  const reader = new StackReader(stack, new StackValues(stack, context));
  const settings = readProvider(reader);
  const functions = readFunctions(reader);
  const tables = readTables(reader);
  const queues = readQueues(reader);
  const model: StackModel = {
    ...settings,
    functions: functions.functions,
    tables,
    queues: reader.served(queues),
    ...readApis(reader, functions),
    eventSourceMappings: readEventSourceMappings(reader, functions, queues),
    buckets: readBuckets(reader),
    schedules: readSchedules(reader, functions),
    invocations: readInvocations(reader, functions),
    outputs: readOutputs(reader),
    unserved: reader.unserved,
  };
  noteUnserved(reader, functions.functions);
  return model;
}

function readProvider(reader: StackReader): { region: string; accountId: string } {
  try {
    const { accountId, region } = reader.values.provider();
    const usesAws = reader.stack.resources.some(({ type }) => type.startsWith("aws_"));
    if (region === undefined && usesAws) {
      reader.note("provider.aws", `the provider declares no region, so ${defaultRegion} is used`);
    }
    return { accountId, region: region ?? defaultRegion };
  } catch (error) {
    throw error instanceof ExpressionError
      ? new StackError(reader.stack.file, "provider.aws", error.message, { cause: error })
      : error;
  }
}

function readOutputs(reader: StackReader): Readonly<Record<string, unknown>> {
  const outputs: Record<string, unknown> = {};
  for (const [name, { value = null }] of reader.stack.outputs) {
    try {
      outputs[name] = reader.values.evaluate(value);
    } catch (error) {
      if (error instanceof BrokenReferenceError || !(error instanceof ExpressionError)) {
        throw error instanceof BrokenReferenceError ? reader.error(`output.${name}`, error.message) : error;
      }
      reader.note(`output.${name}`, `${error.message} (in \`${JSON.stringify(value)}\`)`);
    }
  }
  return outputs;
}

/** Returns whether a topic only receives alarms. If no function refers to it, the stack works without it. */
function onlyWatches(
  reader: StackReader,
  resource: Declaration,
  functions: readonly FunctionModel[],
): boolean {
  if (resource.type !== "aws_sns_topic") {
    return false;
  }
  const arn = String(reader.values.attribute(resource, "arn"));
  return !functions.some(({ environment }) =>
    Object.values(environment).some((value) => value.includes(arn)),
  );
}

/** Lists everything that the readers above did not read. */
function noteUnserved(reader: StackReader, functions: readonly FunctionModel[]): void {
  for (const resource of reader.stack.resources) {
    const reason = unservedReason(resource.type);
    if (reason !== undefined && !onlyWatches(reader, resource, functions)) {
      reader.note(resource.address, reason);
    }
  }
  for (const { address, type } of reader.stack.dataSources) {
    if (!Object.hasOwn(dataSourceAttributes, type) && !declaredOnlyDataSources.includes(type)) {
      reader.note(address, `the data source ${type} is not supported`);
    }
  }
  for (const block of reader.stack.unread) {
    reader.note(block, `blocks of this kind are not supported`);
  }
}
