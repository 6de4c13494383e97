import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { ChatLog, OperatorAttention } from "../chat/ports";
import { publishMetrics } from "./measured-message-store";

/**
 * Logs each delivery that needs an operator, and counts it in CloudWatch's embedded metric format for the stage's
 * alarm. The channel is a property and not a dimension, because each dimension value is a metric with its own price.
 *
 * @param stage the only dimension besides the service; Powertools' own variable sets the namespace
 */
export function operatorAttention(
  log: ChatLog,
  stage: string,
  metrics = new Metrics({ defaultDimensions: { stage } }),
): OperatorAttention {
  return {
    request(message, reason) {
      log.error("a delivery needs an operator's attention", reason, {
        channel: message.member.channelName,
        direction: message.direction,
        ambiguous: reason.details.ambiguous,
      });
      publishMetrics(metrics, message, [["DeliveriesNeedingAttention", MetricUnit.Count, 1]]);
    },
  };
}
