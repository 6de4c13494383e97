import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../playground/synthesize";
import { aimDollars, assumptions, leftOut } from "./price/assumptions";
import { bill, halfAndHalf, hostUsage, type Item, type Measured, visitorUsage } from "./price/bill";
import { measure } from "./price/measure";
import prices from "./prices.json";

const itemNames: Readonly<Record<Item, string>> = {
  webSocketMessages: "API Gateway, WebSocket messages",
  webSocketConnectionMinutes: "API Gateway, connection minutes",
  httpApiRequests: "API Gateway, HTTP requests",
  lambdaRequests: "Lambda, requests",
  lambdaGigabyteSeconds: "Lambda, GB-seconds",
  dynamodbReadUnits: "DynamoDB, read units",
  dynamodbWriteUnits: "DynamoDB, write units",
  sqsFifoRequests: "SQS FIFO, requests",
};

/** The price of a message, for programs and for people. */
export interface PriceReport {
  readonly result: object;
  readonly text: string;
}

/** Counts what a message asks of AWS on this machine, and multiplies it by AWS's list prices. */
export async function price(): Promise<PriceReport> {
  const outputDirectory = await mkdtemp(join(tmpdir(), "kite-price-"));
  try {
    const { single, burst } = await measure(await synthesize({ stage: "dev", outputDirectory }));
    const toHost = visitorUsage(single, assumptions);
    const toVisitor = hostUsage(single, assumptions);
    const priced = (usage: typeof toHost) => bill(usage, prices.dollarsPerMillion);
    const columns = {
      "visitor → host": priced(toHost),
      "host → visitor": priced(toVisitor),
      "half and half": priced(halfAndHalf(toHost, toVisitor)),
      "visitor → host, 3 at once": priced(visitorUsage(burst, assumptions)),
    };
    return {
      result: { prices, assumptions, measured: { single, burst }, dollarsPerMillion: columns },
      text:
        `${printTable(columns)}\n\nList prices of ${prices.region}, ${prices.date} (checks/bench/prices.json).\n` +
        printGround(single.localMilliseconds, single.memoryMegabytes),
    };
  } finally {
    rmSync(outputDirectory, { recursive: true, force: true });
  }
}

type Columns = Readonly<Record<string, ReturnType<typeof bill>>>;

/** Dollars for a million messages, as a table in Markdown. */
function printTable(columns: Columns): string {
  const titles = Object.keys(columns);
  const row = (name: string, dollars: (column: ReturnType<typeof bill>) => number) =>
    `| ${name} | ${Object.values(columns)
      .map((column) => dollars(column).toFixed(2))
      .join(" | ")} |`;
  return [
    `| dollars for a million messages | ${titles.join(" | ")} |`,
    `|---|${titles.map(() => "---:").join("|")}|`,
    ...(Object.keys(itemNames) as Item[]).map((item) => row(itemNames[item], ({ items }) => items[item])),
    row(`**sum** (aim: ${aimDollars})`, ({ total }) => total),
  ].join("\n");
}

/** What the figures rest on. */
function printGround(localMilliseconds: number, memoryMegabytes: Measured["memoryMegabytes"]): string {
  const assumed = Object.entries(assumptions).map(([name, value]) => `${name} ${value}`);
  return [
    `Measured: requests and units; ${localMilliseconds.toFixed(1)} ms from a text to its ACK on this machine. Memory: ${memoryMegabytes.dispatcher} MB for the dispatcher, ${memoryMegabytes.outbox} MB for the outbox.`,
    `Assumed: ${assumed.join(", ")}.`,
    `Left out: ${leftOut.join("; ")}.`,
  ].join("\n");
}
