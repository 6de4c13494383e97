import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Message } from "../chat/model";
import type { MessageStore } from "../chat/stores";

/**
 * Wraps a message store and logs metrics of its messages in CloudWatch's embedded metric format. The channel is a
 * property and not a dimension: each dimension value is a metric with its own price, while a query can sum up a
 * property. The metrics contain nothing personal: no visitor, no name, no text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param stage the only dimension besides the service; Powertools' own variable sets the namespace
 */
export function measuredMessageStore(
  store: MessageStore,
  stage: string,
  now: () => number,
  metrics = new Metrics({ defaultDimensions: { stage } }),
): MessageStore {
  const tell = (message: Message, values: readonly MetricValue[]) => publishMetrics(metrics, message, values);
  const stored = (message: Message): readonly MetricValue[] => [
    ["MessagesStored", MetricUnit.Count, 1],
    ["BytesStored", MetricUnit.Bytes, sizeOf(message)],
  ];
  const delivered = ({ storedAt }: Message): readonly MetricValue[] => [
    ["MessagesDelivered", MetricUnit.Count, 1],
    ["DeliveryTime", MetricUnit.Milliseconds, Math.max(0, now() - Date.parse(storedAt))],
  ];
  return {
    ...store,
    async add(message) {
      const result = await store.add(message);
      if (result.added) {
        tell(message, stored(message));
      }
      return result;
    },
    async addDelivered(message, takenBy) {
      await store.addDelivered(message, takenBy);
      tell(message, [...stored(message), ...delivered(message)]);
    },
    async settle(message, outcome, proof) {
      await store.settle(message, outcome, proof);
      const isLost = outcome === "undeliverable";
      tell(message, isLost ? [["MessagesUndeliverable", MetricUnit.Count, 1]] : delivered(message));
    },
  };
}

/** A metric's name, unit and value. */
export type MetricValue = readonly [string, (typeof MetricUnit)[keyof typeof MetricUnit], number];

/** Writes metrics of one direction of a conversation to the function's log. */
export function publishMetrics(
  metrics: Metrics,
  { member, direction }: Pick<Message, "member" | "direction">,
  values: readonly MetricValue[],
): void {
  metrics.addMetadata("channel", member.channelName);
  metrics.addMetadata("direction", direction);
  for (const [name, unit, value] of values) {
    metrics.addMetric(name, unit, value);
  }
  metrics.publishStoredMetrics();
}

function sizeOf({ content }: Message): number {
  return "text" in content ? Buffer.byteLength(content.text) : content.fileSize;
}
