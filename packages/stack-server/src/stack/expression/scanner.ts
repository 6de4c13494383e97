import { ExpressionError } from "./expression-error";

/** Deeper nesting is refused: the evaluation calls itself for each level. */
const deepestNesting = 100;

/** Walks through the text of a template. */
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

  /** Returns whether the rest begins with `expected`. */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.#position);
  }

  /** Steps over `expected` if the rest begins with it. */
  takes(expected: string): boolean {
    const seen = this.sees(expected);
    this.#position += seen ? expected.length : 0;
    return seen;
  }

  /** Steps over the match of a sticky pattern and returns it; `undefined` if the rest does not begin with one. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** Steps over one character (a whole code point). @throws ExpressionError at the end */
  character(): string {
    const codePoint = this.text.codePointAt(this.#position);
    if (codePoint === undefined) {
      throw this.error("it ends too early");
    }
    const character = String.fromCodePoint(codePoint);
    this.#position += character.length;
    return character;
  }

  /** Skips blanks and steps over `expected`. @throws ExpressionError when something else stands there */
  expect(expected: string): void {
    this.skipBlanks();
    if (!this.takes(expected)) {
      throw this.error(`expected \`${expected}\``);
    }
  }

  skipBlanks(): void {
    this.match(/[ \t\r\n]*/y);
  }

  /** Runs `evaluate` one level deeper. @throws ExpressionError when that is too deep */
  nested<T>(evaluate: () => T): T {
    if (this.#depth >= deepestNesting) {
      throw this.error(`it is nested more than ${deepestNesting} levels deep`);
    }
    this.#depth += 1;
    const result = evaluate();
    this.#depth -= 1;
    return result;
  }

  /** Returns an error that says where: here, or `stepsBack` characters before. */
  error(reason: string, stepsBack = 0): ExpressionError {
    return new ExpressionError(`${reason} at character ${this.#position - stepsBack + 1}`);
  }
}
