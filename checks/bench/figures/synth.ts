import { spawnSync } from "node:child_process";
import { repositoryFolder } from "../../../constructs/repository";
import { TemporaryFolder } from "../../harness/temporary-folder";
import { type Measurement, medianOf } from "./figure";

/** Program that synthesizes an empty app, which is the peer. */
const emptyApp = 'import { App } from "cdktf"; new App({ stackTraces: false }).synth();';

/** Measures the synthesis of all stacks by the program, without the CLI. */
export const synth: Measurement = async ({ rounds }) => [
  {
    id: "synth",
    what: "synthesis of all stacks",
    unit: "ms",
    value: await medianOf(rounds, async () => time(["launcher/launch.cjs", "main.ts"])),
    beside: {
      what: "an empty app",
      value: await medianOf(rounds, async () => time(["--input-type=module", "--eval", emptyApp])),
    },
    aim: 1_200,
  },
];

function time(arguments_: readonly string[]): number {
  using outdir = new TemporaryFolder("bench-synth");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, arguments_, {
    cwd: repositoryFolder,
    env: { ...process.env, CDKTF_OUTDIR: outdir.path },
    encoding: "utf8",
  });
  const end = performance.now();
  if (status !== 0) {
    throw new Error(stderr);
  }
  return end - start;
}
