import { assumptions, leftOut } from "./assumptions";
import type { bill, Item, Measured } from "./bill";

export type Columns = Readonly<Record<string, ReturnType<typeof bill>>>;

const names: Readonly<Record<Item, string>> = {
  webSocketMessages: "API Gateway, WebSocket messages",
  webSocketConnectionMinutes: "API Gateway, connection minutes",
  httpApiRequests: "API Gateway, HTTP requests",
  lambdaRequests: "Lambda, requests",
  lambdaGigabyteSeconds: "Lambda, GB-seconds",
  dynamodbReadUnits: "DynamoDB, read units",
  dynamodbWriteUnits: "DynamoDB, write units",
  sqsFifoRequests: "SQS FIFO, requests",
};

/** Dollars for a million messages, as a table in Markdown. */
export function printTable(columns: Columns, aimDollars: number): string {
  const titles = Object.keys(columns);
  const row = (name: string, dollars: (column: ReturnType<typeof bill>) => number) =>
    `| ${name} | ${Object.values(columns)
      .map((column) => dollars(column).toFixed(2))
      .join(" | ")} |`;
  return [
    `| dollars for a million messages | ${titles.join(" | ")} |`,
    `|---|${titles.map(() => "---:").join("|")}|`,
    ...(Object.keys(names) as Item[]).map((item) => row(names[item], ({ items }) => items[item])),
    row(`**sum** (aim: ${aimDollars})`, ({ total }) => total),
  ].join("\n");
}

/** What the figures rest on. */
export function printGround(localMilliseconds: number, memoryMegabytes: Measured["memoryMegabytes"]): string {
  const assumed = Object.entries(assumptions).map(([name, value]) => `${name} ${value}`);
  return [
    `Measured: requests and units; ${localMilliseconds.toFixed(1)} ms from a text to its ACK on this machine. Memory: ${memoryMegabytes.dispatcher} MB for the dispatcher, ${memoryMegabytes.outbox} MB for the outbox.`,
    `Assumed: ${assumed.join(", ")}.`,
    `Left out: ${leftOut.join("; ")}.`,
  ].join("\n");
}
