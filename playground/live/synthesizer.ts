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

export interface SynthesizerProps {
  /** The one stage that is synthesized, for example `dev`. */
  readonly stage: string;
  /** Folder for the stack; it is made when absent. */
  readonly outputDirectory: string;
  /**
   * The program, which takes `--stage`.
   * @default - `main.ts` of the repository
   */
  readonly program?: string;
}

/**
 * Synthesizes the `kite` stack with one stage, through `main.ts` in a process of its own: cdktf reads its output
 * folder from the environment, and what a program has read of its sources it never reads again.
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

  /** Folder of the functions' source maps of the last synth. */
  get sourceMaps(): string {
    return join(this.#props.outputDirectory, "source-maps");
  }

  /** What the stack says about this run, after a synth. */
  get notes(): readonly string[] {
    const manifest = join(this.#props.outputDirectory, "manifest.json");
    const { stacks } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    const annotations = stacks.kite?.annotations ?? [];
    return annotations.filter(({ level }) => level === "@cdktf/info").map(({ message }) => message);
  }

  /**
   * @returns the folder of the stack, with its `cdk.tf.json`
   * @throws UserError with what is wrong, and where, when the program failed
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
   * As {@link synthesize}, but takes what lies there from before when it was made of the same sources. What a program
   * of the user's own reads is not known: it runs each time.
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
   * Starts the process of the next synth, which reads ahead the packages that the last one needed: more than half
   * of the time of a synth.
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

  /** Ends the processes; a synth under way fails. */
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
      // Where Terraform keeps its state and a sandbox mean nothing here, but they are in the stack's name.
      env: {
        ...environment,
        KITE_STACKS: "kite",
        KITE_STATE: "s3",
        KITE_SANDBOX: "",
        CDKTF_OUTDIR: this.#props.outputDirectory,
        LOCAL_RUN_SOURCE_MAPS: this.sourceMaps,
        // A program of the user's own does not read --stage.
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

/** What is read of cdktf's list of the stacks that it wrote. */
interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly annotations: readonly { readonly level: string; readonly message: string }[] }>
  >;
}

/** A process that has just ended is noticed by its end. */
function tell(child: ChildProcess, message: SynthesisMessage): void {
  child.send(message, () => undefined);
}
