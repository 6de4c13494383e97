import type { WebSocket } from "ws";
import { ContractError } from "./contract-error";

/** An element that a frame must have: the value itself, or what is wanted in words and a test for it. */
export type Wanted = string | number | readonly [description: string, isRight: (value: unknown) => boolean];

/** An open socket. */
export class VisitorSocket {
  readonly #texts: string[] = [];
  #take: ((text: string) => void) | undefined;
  #closedWith: number | undefined;
  #lose: ((error: ContractError) => void) | undefined;

  constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => this.#receive(String(data)));
    socket.on("close", (code) => {
      this.#closedWith = code;
      this.#lose?.(this.#lost());
    });
  }

  /** The sub-protocol that was agreed on; empty for none. */
  get protocol(): string {
    return this.socket.protocol;
  }

  /** Sends a text, or a frame as JSON, and gives the next text that comes. */
  async ask(frame: string | readonly unknown[]): Promise<string> {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    const waiting = this.#texts.shift();
    if (waiting !== undefined) return waiting;
    if (this.#closedWith !== undefined) throw this.#lost();
    return new Promise((resolve, reject) => {
      this.#take = resolve;
      this.#lose = reject;
    });
  }

  /**
   * Sends a frame and checks the answer.
   * @returns the answer
   * @throws ContractError when it is another
   */
  async expect(frame: string | readonly unknown[], wanted: readonly Wanted[]): Promise<readonly unknown[]> {
    const text = await this.ask(frame);
    const answer = parse(text);
    const isRight =
      Array.isArray(answer) &&
      answer.length === wanted.length &&
      wanted.every((want, index) => matches(want, answer[index]));
    if (!isRight) throw new ContractError(describe(frame), describeWanted(wanted), text);
    return answer;
  }

  #receive(text: string): void {
    const take = this.#take;
    this.#take = undefined;
    if (take === undefined) this.#texts.push(text);
    else take(text);
  }

  #lost(): ContractError {
    return new ContractError("waiting for an answer", "the socket to stay open", `close ${this.#closedWith}`);
  }
}

function matches(want: Wanted, value: unknown): boolean {
  return typeof want === "object" ? want[1](value) : want === value;
}

function describeWanted(wanted: readonly Wanted[]): string {
  return `[${wanted.map((want) => (typeof want === "object" ? `<${want[0]}>` : JSON.stringify(want))).join(",")}]`;
}

const LONGEST_FRAME = 120;

function describe(frame: string | readonly unknown[]): string {
  const text = typeof frame === "string" ? frame : JSON.stringify(frame);
  return text.length > LONGEST_FRAME ? `${text.slice(0, LONGEST_FRAME)}…` : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
