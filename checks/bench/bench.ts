import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { synthesize } from "../../playground/synthesize";
import { TemporaryFolder } from "../harness/temporary-folder";
import { bundles } from "./figures/bundles";
import type { Figure, Measurement } from "./figures/figure";
import { idleSockets } from "./figures/idle-sockets";
import { message } from "./figures/message";
import { size } from "./figures/size";
import { startUp } from "./figures/start-up";
import { synth } from "./figures/synth";
import { echo, texts } from "./figures/talk";
import { describePerformance } from "./report/performance-page";
import { type BenchRun, printTable, reachesAim } from "./report/table";

/** Options of a run of the bench. */
export interface BenchOptions {
  /** Names of measurements. Empty: all. */
  readonly names: readonly string[];
  /** Number of runs of each measurement, of which the median is reported. */
  readonly rounds: number;
  /** Whether to measure one short round, for a first impression. */
  readonly quick: boolean;
  /** Whether to save the result for comparison with later runs, and to write docs/performance.md. */
  readonly save: boolean;
}

/** Measurements in the order of the table. */
const allMeasurements: Readonly<Record<string, Measurement>> = {
  "start-up": startUp,
  echo,
  texts,
  "idle-sockets": idleSockets,
  synth,
  bundles,
  size,
  message,
};

const saved = join(repositoryFolder, "checks/bench/last-run.json");
const pageFile = join(repositoryFolder, "docs/performance.md");

/**
 * Measures speed and size on this machine.
 * @returns the figures, as JSON and as text, and the failures: each limit that is exceeded
 * @throws UserError if a measurement does not exist, or if a partial run is to be saved
 */
export async function bench({ names, rounds: wanted, quick, save }: BenchOptions) {
  const chosen = choose(names);
  if (save && (quick || names.length > 0)) {
    throw new UserError(
      "--save: expected a complete run, without --quick and without names of measurements.",
    );
  }
  const rounds = quick ? 1 : wanted;
  const figures = await measureAll(chosen, { rounds, seconds: quick ? 2 : 4 });
  const measuredAt = new Date().toISOString().slice(0, 10);
  const run = { machine: thisMachine(), measuredAt, rounds, figures };
  const last: BenchRun | undefined = existsSync(saved) ? JSON.parse(readFileSync(saved, "utf8")) : undefined;
  if (save) {
    writeFileSync(saved, `${JSON.stringify(run, null, 2)}\n`);
    writeFileSync(pageFile, describePerformance(run, last));
  }
  const failed = figures.filter((figure) => figure.mustReachAim && !reachesAim(figure));
  return {
    json: run,
    text: `${printTable(run, last)}\n\n${run.machine}`,
    ...(failed.length > 0 && { failure: failed.map(describeMiss).join("\n") }),
  };
}

function describeMiss({ what, value, unit, aim }: Figure): string {
  return `${what}: expected at most ${aim} ${unit}, measured ${value.toFixed(2)} ${unit}.`;
}

function choose(names: readonly string[]): readonly Measurement[] {
  const unknown = names.filter((name) => !(name in allMeasurements));
  if (unknown.length > 0) {
    throw new UserError(
      `<measurement>: expected ${Object.keys(allMeasurements).join(", ")}, received ${unknown.join(", ")}.`,
    );
  }
  return Object.entries(allMeasurements)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([, measurement]) => measurement);
}

async function measureAll(
  measurements: readonly Measurement[],
  effort: { readonly rounds: number; readonly seconds: number },
): Promise<readonly Figure[]> {
  using output = new TemporaryFolder("bench");
  const stackDirectory = await synthesize({ stage: "dev", outputDirectory: output.path });
  const figures: Figure[] = [];
  for (const measure of measurements) {
    figures.push(...(await measure({ stackDirectory, ...effort })));
  }
  return figures;
}

/** Describes this machine in one line. */
function thisMachine(): string {
  const processors = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  const model = processors[0]?.model.trim().replace(/\s+/g, " ") ?? "unknown";
  return `${processors.length} × ${model}, ${gibibytes} GiB, ${platform()} ${arch()}, Node.js ${process.versions.node}`;
}
