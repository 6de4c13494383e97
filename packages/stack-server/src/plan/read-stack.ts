import { dataSourceAttributes, declaredOnlyDataSources } from "./data-sources";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import type { FunctionModel, StackModel } from "./model";
import { DEFAULT_REGION } from "./provider-settings";
import { Reading } from "./reading";
import { treatmentOf } from "./resource-types";
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
import { type StackContext, StackValues } from "./stack-values";

export { StackError } from "./stack-error";

/**
 * Reads the `cdk.tf.json` of a synthesized stack and resolves its references. Resources that cannot be served are
 * listed with the reason.
 *
 * @param stackDirectory Folder that contains `cdk.tf.json` and the assets.
 * @param context URLs of the server, for attributes such as `api_endpoint`.
 * @throws StackError when the file is broken, a reference has no target, or a required value cannot be evaluated
 */
export function readStack(stackDirectory: string, context: StackContext): StackModel {
  const stack = readStackFile(stackDirectory);
  const reading = new Reading(stack, new StackValues(stack, context));
  const settings = readProvider(reading);
  const functions = readFunctions(reading);
  const tables = readTables(reading);
  const queues = readQueues(reading);
  const apis = readApis(reading, functions);
  const eventSourceMappings = readEventSourceMappings(reading, functions, queues);
  const buckets = readBuckets(reading);
  const schedules = readSchedules(reading, functions);
  const invocations = readInvocations(reading, functions);
  const outputs = readOutputs(reading);
  noteUnserved(reading, functions.functions);
  return {
    ...settings,
    functions: functions.functions,
    ...apis,
    tables,
    queues: reading.served(queues),
    eventSourceMappings,
    buckets,
    schedules,
    invocations,
    outputs,
    unserved: reading.unserved,
  };
}

function readProvider(reading: Reading): { region: string; accountId: string } {
  try {
    const { accountId, region } = reading.values.provider();
    const usesAws = reading.stack.resources.some(({ type }) => type.startsWith("aws_"));
    if (region === undefined && usesAws) {
      reading.note("provider.aws", `declares no region; the local run takes ${DEFAULT_REGION}`);
    }
    return { accountId, region: region ?? DEFAULT_REGION };
  } catch (error) {
    throw error instanceof ExpressionError
      ? new StackError(reading.stack.file, "provider.aws", error.message, { cause: error })
      : error;
  }
}

function readOutputs(reading: Reading): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...reading.stack.outputs].flatMap(([name, { value = null }]) => {
      try {
        return [[name, reading.values.evaluate(value)]];
      } catch (error) {
        if (error instanceof BrokenReferenceError || !(error instanceof ExpressionError)) {
          throw error instanceof BrokenReferenceError
            ? reading.error(`output.${name}`, error.message)
            : error;
        }
        reading.note(`output.${name}`, `${error.message} (in \`${JSON.stringify(value)}\`)`);
        return [];
      }
    }),
  );
}

/** A topic that no function is told of is there for alarms: nothing is missed without it. */
function onlyWatches(reading: Reading, resource: Declaration, functions: readonly FunctionModel[]): boolean {
  if (resource.type !== "aws_sns_topic") {
    return false;
  }
  const arn = String(reading.values.attribute(resource, "arn"));
  return !functions.some(({ environment }) =>
    Object.values(environment).some((value) => value.includes(arn)),
  );
}

/** What the readers above had no part in. */
function noteUnserved(reading: Reading, functions: readonly FunctionModel[]): void {
  for (const resource of reading.stack.resources) {
    const treatment = treatmentOf(resource.type);
    if (treatment.kind === "unserved" && !onlyWatches(reading, resource, functions)) {
      reading.note(resource.address, treatment.reason);
    }
  }
  for (const { address, type } of reading.stack.dataSources) {
    if (!Object.hasOwn(dataSourceAttributes, type) && !declaredOnlyDataSources.includes(type)) {
      reading.note(address, `the local run does not know the data source ${type}`);
    }
  }
  for (const block of reading.stack.unread) {
    reading.note(block, `blocks of this kind are not read`);
  }
}
