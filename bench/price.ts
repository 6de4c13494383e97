import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../playground/synthesize";
import { assumptions } from "./price/assumptions";
import { bill, halfAndHalf, hostUsage, visitorUsage } from "./price/bill";
import { measure } from "./price/measure";
import { printGround, printTable } from "./price/print";
import prices from "./prices.json";

/** Dollars for a million messages, half of them each way. */
const aimDollars = 6;

/** `npm run price`: counts on this machine, times AWS's list prices. `--json` for a program. */
async function main(): Promise<void> {
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
    if (process.argv.includes("--json")) {
      const result = { prices, assumptions, measured: { single, burst }, dollarsPerMillion: columns };
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      return;
    }
    process.stdout.write(
      `${printTable(columns, aimDollars)}\n\nList prices of ${prices.region}, ${prices.date} (bench/prices.json).\n` +
        `${printGround(single.localMilliseconds, single.memoryMegabytes)}\n`,
    );
  } finally {
    rmSync(outputDirectory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
