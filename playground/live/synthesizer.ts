import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { hash, keep, readKept } from "../../launcher/keep.cjs";
import { isOwnProgram } from "../../launcher/own-program.cjs";
import { localRunStage } from "../../stacks/local-run-stage";
import { explainSynthesisFailure } from "./explain-synthesis-failure";
import { digestFiles, digestSources } from "./stack-sources";
import type { SynthesisMessage } from "./synthesis-messages";

/** Properties of {@link Synthesizer}. */
export interface SynthesizerProps {
  /** The stage to synthesize, for example `dev`. */
  readonly stage: string;
  /** Folder for the stack, created if it is missing. */
  readonly outputDirectory: string;
  /** Path of the program, which accepts `--stage`. @default - `main.ts` of the repository */
  readonly program?: string;
}

/**
 * Synthesizes the `kite` stack with one stage. Runs `main.ts` in a new process each time, because cdktf reads its
 * output folder from the environment, and Node.js loads each source only once in a process.
 */
export class Synthesizer {
  readonly #props: SynthesizerProps;
  readonly #running = new Set<ChildProcess>();
  #spare: ChildProcess | undefined;
  #closed = false;

  constructor(props: SynthesizerProps) {
    this.#props = props;
  }

  get #program(): string {
    return this.#props.program ?? join(repositoryFolder, "main.ts");
  }

  /** Folder of the functions' source maps, from the last synthesis. */
  get sourceMaps(): string {
    return join(this.#props.outputDirectory, "source-maps");
  }

  /** Messages of the stack for the user of this run. Available after a synthesis. */
  get notes(): readonly string[] {
    const manifest = join(this.#props.outputDirectory, "manifest.json");
    const { stacks } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    const annotations = stacks.kite?.annotations ?? [];
    return annotations.filter(({ level }) => level === "@cdktf/info").map(({ message }) => message);
  }

  /**
   * Synthesizes the stack.
   *
   * @returns the folder of the stack, with its `cdk.tf.json`
   * @throws UserError with the reason and its place when the program failed
   */
  async synthesize(): Promise<string> {
    const { stage, outputDirectory } = this.#props;
    mkdirSync(outputDirectory, { recursive: true });
    rmSync(this.sourceMaps, { recursive: true, force: true });
    const child = this.#spare ?? this.#fork();
    this.#spare = undefined;
    const said: Buffer[] = [];
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
    tell(child, { type: "run", program: this.#program, arguments: ["--stage", stage] });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code !== 0) {
      throw new UserError(explainSynthesisFailure(Buffer.concat(said).toString("utf8"), repositoryFolder));
    }
    return this.#stackDirectory;
  }

  /**
   * Synthesizes the stack, or reuses the previous output if it was made from the same sources. The inputs of a custom
   * program are unknown, so it always runs.
   */
  async synthesizeUnlessKept(): Promise<string> {
    const { stage, outputDirectory, program } = this.#props;
    if (program !== undefined || isOwnProgram()) {
      return this.synthesize();
    }
    const name = `stack-${hash(`${stage} ${outputDirectory}`).slice(0, 16)}`;
    const key = digestSources();
    if (readKept(name, key)?.toString() === this.#digestOutput()) {
      return this.#stackDirectory;
    }
    await this.synthesize();
    keep(name, key, Buffer.from(this.#digestOutput()));
    return this.#stackDirectory;
  }

  get #stackDirectory(): string {
    return join(this.#props.outputDirectory, "stacks", "kite");
  }

  #digestOutput(): string {
    const parts = ["manifest.json", "stacks", "source-maps"];
    return digestFiles(parts.map((part) => join(this.#props.outputDirectory, part)));
  }

  /**
   * Starts the process of the next synthesis, which preloads the packages that the previous synthesis needed. Loading
   * them takes more than half of the time of a synthesis.
   */
  warm(): void {
    if (!this.#closed && this.#spare === undefined) {
      const spare = this.#fork();
      this.#spare = spare;
      spare.once("close", () => {
        this.#spare = this.#spare === spare ? undefined : this.#spare;
      });
      tell(spare, { type: "warm", program: this.#program });
    }
  }

  /** Kills the processes. A synthesis in progress fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      [...this.#running].map((child) => {
        const ended = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGKILL");
        return ended;
      }),
    );
  }

  #fork(): ChildProcess {
    const { TELEGRAM_BOT_TOKEN, ...environment } = process.env;
    const launcher = join(repositoryFolder, "launcher/launch.cjs");
    const child = fork(launcher, ["playground/live/synthesis-process.ts"], {
      cwd: repositoryFolder,
      execArgv: [],
      // The state's backend and a sandbox have no meaning here, but they would change the stack's name.
      env: {
        ...environment,
        KITE_STACKS: "kite",
        KITE_STATE: "s3",
        KITE_SANDBOX: "",
        CDKTF_OUTDIR: this.#props.outputDirectory,
        LOCAL_RUN_SOURCE_MAPS: this.sourceMaps,
        // A custom program does not read --stage.
        [localRunStage]: this.#props.stage,
      },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#running.add(child);
    child.once("close", () => this.#running.delete(child));
    child.on("error", () => undefined);
    return child;
  }
}

/** The parts of cdktf's manifest that are read here. */
interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly annotations: readonly { readonly level: string; readonly message: string }[] }>
  >;
}

/** Errors are ignored: if the process has just ended, its `close` event reports that. */
function tell(child: ChildProcess, message: SynthesisMessage): void {
  child.send(message, () => undefined);
}
