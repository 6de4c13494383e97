import type { EventSourceMappingModel, QueueModel } from "../model";
import { NotServed } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";
import type { FunctionCatalog } from "./functions";

/**
 * Reads `aws_lambda_event_source_mapping`s of queues.
 *
 * @throws StackError when the queue or the function does not exist
 */
export function readEventSourceMappings(
  reader: StackReader,
  functions: FunctionCatalog,
  queues: readonly Entry<QueueModel>[],
): readonly EventSourceMappingModel[] {
  const mappings = reader.served(reader.readAll(mappingReader));
  return reader.keepServed(mappings, (mapping) => checkMapping(reader, functions, queues, mapping));
}

/** Limits of the maximum concurrency: https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
const concurrency = { least: 2, most: 1000 };

const mappingReader: ResourceReader<EventSourceMappingModel> = {
  type: "aws_lambda_event_source_mapping",
  key: "id",
  read: (attributes, address) => {
    const eventSourceArn = attributes.optionalText("event_source_arn") ?? "";
    if (!/^arn:[^:]*:sqs:/.test(eventSourceArn)) {
      throw new NotServed(
        `only queues are supported as event sources, not \`${eventSourceArn || "this one"}\``,
      );
    }
    return {
      address,
      eventSourceArn,
      functionName: attributes.text("function_name"),
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
      batchSize: attributes.optionalNumber("batch_size") ?? 10,
      maximumBatchingWindowSeconds: attributes.optionalNumber("maximum_batching_window_in_seconds") ?? 0,
      reportBatchItemFailures: attributes
        .texts("function_response_types")
        .includes("ReportBatchItemFailures"),
      maximumConcurrency: attributes.block("scaling_config")?.optionalNumber("maximum_concurrency"),
      enabled: attributes.optionalBoolean("enabled") ?? true,
    };
  },
};

/** Rejects a mapping that Lambda would not create. */
function checkMapping(
  reader: StackReader,
  functions: FunctionCatalog,
  queues: readonly Entry<QueueModel>[],
  mapping: EventSourceMappingModel,
): void {
  const { address, eventSourceArn, batchSize, maximumBatchingWindowSeconds } = mapping;
  const { maximumConcurrency = concurrency.least } = mapping;
  const entry = reader.find(queues, eventSourceArn, address, "queue");
  const queue = reader.need(entry, address);
  const called = functions.need(mapping.functionName, address);
  const largest = queue.fifo || maximumBatchingWindowSeconds === 0 ? 10 : 10_000;
  const { least, most } = concurrency;
  const problems: readonly (readonly [isThere: boolean, problem: string])[] = [
    [
      batchSize < 1 || batchSize > largest,
      `\`batch_size\` is ${batchSize}, expected 1 to ${largest} for ${entry.address}`,
    ],
    [
      queue.fifo && maximumBatchingWindowSeconds > 0,
      "`maximum_batching_window_in_seconds` is not allowed for a FIFO queue; remove it",
    ],
    [
      !(maximumConcurrency >= least && maximumConcurrency <= most),
      `\`maximum_concurrency\` is ${maximumConcurrency}, expected ${least} to ${most}`,
    ],
    [
      queue.visibilityTimeoutSeconds < called.timeoutSeconds,
      `the visibility timeout of ${entry.address} (${queue.visibilityTimeoutSeconds} s) is shorter than the timeout of ` +
        `${called.address} (${called.timeoutSeconds} s); Lambda rejects that; AWS recommends at least six times the function's timeout`,
    ],
  ];
  const [found] = problems.filter(([isThere]) => isThere);
  if (found !== undefined) {
    throw reader.error(address, found[1]);
  }
}
