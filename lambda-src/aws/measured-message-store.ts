import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Message } from "../chat/model";
import type { MessageStore } from "../chat/stores";

/**
 * A message store that tells in its function's log what goes through it, in CloudWatch's embedded metric format.
 * The channel is a property and no dimension: a dimension would be a metric for each channel, each with its price,
 * while a property can be summed by a query. Nothing of a person is in it: no visitor, no name, no text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param stage the one dimension beside the service; the namespace comes from Powertools' own variable
 */
export function measuredMessageStore(
  store: MessageStore,
  stage: string,
  now: () => number,
  metrics = new Metrics({ defaultDimensions: { stage } }),
): MessageStore {
  const tell = (message: Message, values: readonly Value[]) => {
    metrics.addMetadata("channel", message.member.channelName);
    metrics.addMetadata("direction", message.direction);
    for (const [name, unit, value] of values) {
      metrics.addMetric(name, unit, value);
    }
    metrics.publishStoredMetrics();
  };
  return {
    ...store,
    async add(message) {
      const result = await store.add(message);
      if (result.added) {
        tell(message, [
          ["MessagesStored", MetricUnit.Count, 1],
          ["BytesStored", MetricUnit.Bytes, sizeOf(message)],
        ]);
      }
      return result;
    },
    async addDelivered(message, takenBy) {
      await store.addDelivered(message, takenBy);
      tell(message, [
        ["MessagesStored", MetricUnit.Count, 1],
        ["BytesStored", MetricUnit.Bytes, sizeOf(message)],
        ["MessagesDelivered", MetricUnit.Count, 1],
        ["DeliveryTime", MetricUnit.Milliseconds, Math.max(0, now() - Date.parse(message.storedAt))],
      ]);
    },
    async settle(message, outcome, proof) {
      await store.settle(message, outcome, proof);
      if (outcome === "undeliverable") {
        return tell(message, [["MessagesUndeliverable", MetricUnit.Count, 1]]);
      }
      tell(message, [
        ["MessagesDelivered", MetricUnit.Count, 1],
        ["DeliveryTime", MetricUnit.Milliseconds, Math.max(0, now() - Date.parse(message.storedAt))],
      ]);
    },
  };
}

/** A metric's name, unit and value. */
type Value = readonly [string, (typeof MetricUnit)[keyof typeof MetricUnit], number];

function sizeOf({ content }: Message): number {
  return content.type === "text" ? Buffer.byteLength(content.text) : content.fileSize;
}
