import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";

/**
 * A program in a process of its own, so that what is measured shares no thread with what measures it. It does what
 * it is asked, by name and one after the other: see {@link answerParent}. It ends with its scope.
 */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  /** @param program the name of a file in `checks/bench/programs`, without `.ts` */
  constructor(program: string) {
    const file = join(repositoryFolder, "checks/bench/programs", `${program}.ts`);
    this.#process = fork(file, [], { execArgv: ["--import", "tsx", "--expose-gc"], stdio: "inherit" });
    this.#ended = once(this.#process, "exit");
  }

  /** @throws Error when the program ends instead, for example by what it threw */
  async ask<Result>(name: string, parameters: object = {}): Promise<Result> {
    const ended = this.#ended.then(([code]) => {
      throw new Error(`The process ended with ${code}.`);
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
