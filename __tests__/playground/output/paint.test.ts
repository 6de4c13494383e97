import { WriteStream } from "node:tty";
import { paintFor } from "../../../playground/output/paint";

/** Simulates standard output on a terminal. */
const terminal = Object.assign(Object.create(WriteStream.prototype), { isTTY: true }) as WriteStream;
const pipe = { isTTY: false } as WriteStream;

describe("colors", () => {
  it.each([
    ["a terminal", terminal, { TERM: "xterm-256color" }, true],
    ["a terminal with NO_COLOR", terminal, { TERM: "xterm-256color", NO_COLOR: "1" }, false],
    ["a terminal without colors", terminal, { TERM: "dumb" }, false],
    ["a pipe", pipe, { TERM: "xterm-256color" }, false],
  ])(
    "are used only on a stream that supports colors, and only without NO_COLOR: %s",
    (_, stream, environment, areThere) => {
      const painted = paintFor(stream, environment)("red", "text");

      expect(painted).toBe(areThere ? "\u001b[31mtext\u001b[39m" : "text");
    },
  );
});
