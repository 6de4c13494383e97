/** Represents a query of the archive in Athena's SQL. `{table}` is replaced with the table's name. */
interface ArchiveQuery {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Each day is a partition. A query with a range of days reads only the logs of those days, which lowers its cost. */
const lastMonth = "day >= date_format(current_date - interval '30' day, '%Y/%m/%d')";

/** Queries for common questions. */
export const archiveQueries: readonly ArchiveQuery[] = [
  {
    name: "Messages and bytes by channel",
    lines: [
      "SELECT stage, channel, direction, sum(messagesstored) AS messages, sum(bytesstored) AS bytes",
      "FROM {table}",
      `WHERE ${lastMonth} AND channel IS NOT NULL`,
      "GROUP BY stage, channel, direction",
      "ORDER BY messages DESC",
    ],
  },
  {
    name: "Errors by kind",
    lines: [
      "SELECT stage, service, message, error.name AS error, count(*) AS times, max(day) AS last_day",
      "FROM {table}",
      `WHERE ${lastMonth} AND level = 'ERROR'`,
      "GROUP BY stage, service, message, error.name",
      "ORDER BY times DESC",
    ],
  },
  {
    name: "Slowest invocations",
    lines: [
      "SELECT stage, day, record.requestid, record.metrics.durationms, record.metrics.maxmemoryusedmb",
      "FROM {table}",
      `WHERE ${lastMonth} AND type = 'platform.report'`,
      "ORDER BY record.metrics.durationms DESC",
      "LIMIT 100",
    ],
  },
];
