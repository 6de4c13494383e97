import { synthesize } from "../../playground/synthesize";
import { TemporaryFolder } from "../harness/temporary-folder";
import { aimDollars, assumptions, leftOut } from "./price/assumptions";
import { bill, halfAndHalf, hostUsage, itemNames, items, type Measured, visitorUsage } from "./price/bill";
import { measure } from "./price/measure";
import prices from "./prices.json";

/**
 * Counts the AWS requests of a message on this machine, and multiplies them by AWS's list prices.
 * @returns the price of a message, as JSON and as text
 */
export async function price() {
  using output = new TemporaryFolder("price");
  const { single, burst } = await measure(await synthesize({ stage: "dev", outputDirectory: output.path }));
  const toHost = visitorUsage(single, assumptions);
  const toVisitor = hostUsage(single, assumptions);
  const priced = (usage: typeof toHost) => bill(usage, prices.dollarsPerMillion);
  const dollarsPerMillion = {
    "visitor → host": priced(toHost),
    "host → visitor": priced(toVisitor),
    "half and half": priced(halfAndHalf(toHost, toVisitor)),
    "visitor → host, 3 at once": priced(visitorUsage(burst, assumptions)),
  };
  return {
    json: { prices, assumptions, measured: { single, burst }, dollarsPerMillion },
    text: [printTable(dollarsPerMillion), "", ...describeGround(single)].join("\n"),
  };
}

type Columns = Readonly<Record<string, ReturnType<typeof bill>>>;

/** Formats the dollars for a million messages as a table in Markdown. */
function printTable(columns: Columns): string {
  const titles = Object.keys(columns);
  const row = (name: string, dollars: (column: ReturnType<typeof bill>) => number) =>
    `| ${name} | ${Object.values(columns)
      .map((column) => dollars(column).toFixed(2))
      .join(" | ")} |`;
  return [
    `| dollars for a million messages | ${titles.join(" | ")} |`,
    `|---|${titles.map(() => "---:").join("|")}|`,
    ...items.map((item) => row(itemNames[item], (column) => column.items[item])),
    row(`**sum** (aim: ${aimDollars})`, ({ total }) => total),
  ].join("\n");
}

/** Describes the assumptions of the figures. */
function describeGround({ localMilliseconds, memoryMegabytes: memory }: Measured): readonly string[] {
  const assumed = Object.entries(assumptions).map(([name, value]) => `${name} ${value}`);
  return [
    `List prices of ${prices.region}, ${prices.date} (checks/bench/prices.json).`,
    `Measured: requests and units; ${localMilliseconds.toFixed(1)} ms from a text to its ACK on this machine. Memory: ${memory.dispatcher} MB for the dispatcher, ${memory.outbox} MB for the outbox.`,
    `Assumed: ${assumed.join(", ")}.`,
    `Left out: ${leftOut.join("; ")}.`,
  ];
}
