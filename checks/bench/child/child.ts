import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";

/**
 * Runs a program in a separate process, so that the measured code does not share a thread with the measuring code.
 * Functions of the program are called by name, one at a time: see {@link answerParent}. The process ends when the scope
 * of this object ends.
 */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  /** @param program Name of a file in `checks/bench/programs`, without `.ts`. */
  constructor(program: string) {
    const file = join(repositoryFolder, "checks/bench/programs", `${program}.ts`);
    this.#process = fork(file, [], { execArgv: ["--import", "tsx", "--expose-gc"], stdio: "inherit" });
    this.#ended = once(this.#process, "exit");
  }

  /** Calls a function of the program. @throws Error if the program ends instead, for example with an error */
  async ask<Result>(name: string, parameters: object = {}): Promise<Result> {
    const ended = this.#ended.then(([code]) => {
      throw new Error(`The process ended with exit code ${code}.`);
    });
    this.#process.send({ name, parameters });
    const [{ result }] = await Promise.race([once(this.#process, "message"), ended]);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#process.connected) {
      return;
    }
    await this.ask("close").catch(() => undefined);
    this.#process.disconnect();
    const patience = setTimeout(() => this.#process.kill("SIGKILL"), 5_000);
    await this.#ended;
    clearTimeout(patience);
  }
}
