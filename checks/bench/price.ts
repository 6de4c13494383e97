import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../playground/synthesize";
import { assumptions } from "./price/assumptions";
import { bill, halfAndHalf, hostUsage, visitorUsage } from "./price/bill";
import { measure } from "./price/measure";
import { printGround, printTable } from "./price/print";
import prices from "./prices.json";

/** Dollars for a million messages, half of them each way. */
const aimDollars = 6.3;

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
        `${printTable(columns, aimDollars)}\n\nList prices of ${prices.region}, ${prices.date} (checks/bench/prices.json).\n` +
        printGround(single.localMilliseconds, single.memoryMegabytes),
    };
  } finally {
    rmSync(outputDirectory, { recursive: true, force: true });
  }
}
