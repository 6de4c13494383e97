import { ExpressionError } from "./expression-error";

/** Deeper nesting is rejected, because the evaluation is recursive. */
const deepestNesting = 100;

/** Reads the text of a template from start to end. */
export class Scanner {
  #position = 0;
  #depth = 0;

  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.#position >= this.text.length;
  }

  /** Returns whether the remaining text starts with `expected`. */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.#position);
  }

  /** Skips `expected` and returns true if the remaining text starts with it. Otherwise returns false. */
  takes(expected: string): boolean {
    const seen = this.sees(expected);
    this.#position += seen ? expected.length : 0;
    return seen;
  }

  /**
   * Skips and returns the match of a sticky pattern. Returns `undefined` if the start of the remaining text does not
   * match.
   */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** Skips and returns one character, a whole code point. @throws ExpressionError at the end */
  character(): string {
    const codePoint = this.text.codePointAt(this.#position);
    if (codePoint === undefined) {
      throw this.error("the expression ends unexpectedly");
    }
    const character = String.fromCodePoint(codePoint);
    this.#position += character.length;
    return character;
  }

  /** Skips blanks and `expected`. @throws ExpressionError if something else follows */
  expect(expected: string): void {
    this.skipBlanks();
    if (!this.takes(expected)) {
      throw this.error(`expected \`${expected}\``);
    }
  }

  skipBlanks(): void {
    this.match(/[ \t\r\n]*/y);
  }

  /** Runs `evaluate` one level deeper. @throws ExpressionError if the nesting is too deep */
  nested<T>(evaluate: () => T): T {
    if (this.#depth >= deepestNesting) {
      throw this.error(`the expression is nested more than ${deepestNesting} levels deep`);
    }
    this.#depth += 1;
    const result = evaluate();
    this.#depth -= 1;
    return result;
  }

  /** Returns an error with the current position, or the position `stepsBack` characters before it. */
  error(reason: string, stepsBack = 0): ExpressionError {
    return new ExpressionError(`${reason} at character ${this.#position - stepsBack + 1}`);
  }
}
