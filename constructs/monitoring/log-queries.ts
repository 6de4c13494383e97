import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { Construct } from "constructs";

export interface LogQueriesProps {
  /** Prefix of each name. The console shows a slash in it as a folder. */
  readonly prefix: string;
  /** Log groups of the functions. */
  readonly functionLogGroups: readonly string[];
  /** Access log groups of the APIs. */
  readonly accessLogGroups: readonly string[];
}

/** Creates queries for common questions, for the Logs Insights console. */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { prefix, functionLogGroups, accessLogGroups }: LogQueriesProps) {
    super(scope, id);
    const ask = (name: string, logGroupNames: readonly string[], ...lines: string[]) =>
      new CloudwatchQueryDefinition(this, name.replaceAll(" ", ""), {
        name: `${prefix}/${name}`,
        logGroupNames: [...logGroupNames],
        queryString: lines.join("\n| "),
      });
    ask(
      "Errors",
      functionLogGroups,
      "fields @timestamp, service, message, error.name, error.message, channel, direction, xray_trace_id",
      'filter level = "ERROR" or level = "WARN"',
      "sort @timestamp desc",
      "limit 100",
    );
    ask(
      "Errors by kind",
      functionLogGroups,
      'filter level = "ERROR"',
      "stats count(*) as times, latest(@timestamp) as last by service, message, error.name",
      "sort times desc",
    );
    ask(
      "Slowest invocations",
      functionLogGroups,
      'filter type = "platform.report"',
      "fields @timestamp, record.requestId, record.metrics.durationMs, record.metrics.initDurationMs, record.metrics.maxMemoryUsedMB",
      "sort record.metrics.durationMs desc",
      "limit 50",
    );
    // With these sums, the cost can be divided between channels. Each log line with metrics names its channel.
    ask(
      "Messages and bytes by channel",
      functionLogGroups,
      "filter ispresent(channel)",
      "stats sum(MessagesStored) as messages, sum(BytesStored) as bytes, sum(MessagesUndeliverable) as undeliverable, sum(DeliveriesNeedingAttention) as needing_attention by channel, direction",
      "sort messages desc",
    );
    ask(
      "Refused requests",
      accessLogGroups,
      "filter status >= 400",
      "stats count(*) as times by routeKey, status, error, integrationError",
      "sort times desc",
    );
  }
}
