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

/** Writes metrics of a conversation's direction to the function's log. */
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
  return content.type === "text" ? Buffer.byteLength(content.text) : content.fileSize;
}
