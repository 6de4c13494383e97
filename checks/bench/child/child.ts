import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";

/** What a program of `checks/bench/programs` says when it is asked. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * A program in a process of its own, so that what is measured shares no thread with what measures it. It does what
 * it is asked, by name: see {@link answerParent}.
 */
export class Child {
  #next = 0;
  readonly #open = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();

  readonly process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.process = process;
    process.on("message", ({ id, result, error }: Answer) => {
      const asked = this.#open.get(id);
      this.#open.delete(id);
      if (error === undefined) {
        asked?.resolve(result);
      } else {
        asked?.reject(new Error(error));
      }
    });
    process.on("exit", (code) => {
      for (const { reject } of this.#open.values()) {
        reject(new Error(`The process ended with ${code}.`));
      }
    });
  }

  /** @param program the name of a file in `checks/bench/programs`, without `.ts` */
  static start(program: string): Child {
    const file = join(repositoryFolder, "checks/bench/programs", `${program}.ts`);
    return new Child(fork(file, [], { execArgv: ["--import", "tsx", "--expose-gc"], stdio: "inherit" }));
  }

  /** @throws Error what the program threw */
  ask<Result>(name: string, parameters: object = {}): Promise<Result> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve: (result) => resolve(result as Result), reject });
      this.process.send({ id, name, parameters });
    });
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.ask("close").catch(() => undefined);
    this.process.disconnect();
    const patience = setTimeout(() => this.process.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(patience);
  }
}
