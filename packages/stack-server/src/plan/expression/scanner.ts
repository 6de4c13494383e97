import { ExpressionError } from "./expression-error";

/** Deeper nesting is refused: the parser calls itself for each level. */
const DEEPEST_NESTING = 100;

/** More operators and steps in one template are refused: evaluation calls itself for each. */
const MOST_STEPS = 2000;

/** Walks through the text of a template or expression. */
export class Scanner {
  #position = 0;
  #depth = 0;
  #steps = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.#position >= this.text.length;
  }

  /** Tells whether the rest begins with `wanted`. */
  sees(wanted: string): boolean {
    return this.text.startsWith(wanted, this.#position);
  }

  /** Steps over `wanted` when the rest begins with it. */
  takes(wanted: string): boolean {
    const seen = this.sees(wanted);
    this.#position += seen ? wanted.length : 0;
    return seen;
  }

  /** Steps over the match of a sticky pattern and gives it; `undefined` when the rest does not begin with one. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** One character (a whole code point), or an error at the end. */
  character(): string {
    const codePoint = this.text.codePointAt(this.#position);
    if (codePoint === undefined) {
      throw this.error("it ends too early");
    }
    const character = String.fromCodePoint(codePoint);
    this.#position += character.length;
    return character;
  }

  /** @throws ExpressionError when the rest does not begin with `wanted`. */
  expect(wanted: string): void {
    if (!this.takes(wanted)) {
      throw this.error(`\`${wanted}\` is wanted`);
    }
  }

  skipBlanks(): void {
    this.match(/[ \t\r\n]*/y);
  }

  /** Runs `parse` one level deeper. @throws ExpressionError when that is too deep. */
  nested<T>(parse: () => T): T {
    if (this.#depth >= DEEPEST_NESTING) {
      throw this.error(`it is nested more than ${DEEPEST_NESTING} levels deep`);
    }
    this.#depth += 1;
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  /** Counts an operator or a step to an attribute. @throws ExpressionError when there are too many. */
  countStep(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) {
      throw this.error(`it has more than ${MOST_STEPS} parts`);
    }
  }

  /** An error that says where. */
  error(reason: string): ExpressionError {
    return new ExpressionError(`${reason} at character ${this.#position + 1}`);
  }
}
