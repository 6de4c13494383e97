"use strict";
const { SourceMap } = /** @type {typeof import("node:module")} */ (require("node:module"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");

/**
 * Makes stack traces name our TypeScript files. Node.js can do this too (`--enable-source-maps`), but it reads the map
 * at the start, and also maps the stack traces that cdktf captures for each of its tokens.
 *
 * @param {Buffer} program Compiled program, with its source map at the end.
 * @param {string} file File name of the program in stack traces.
 */
function showSourcesInStacks(program, file) {
  /** @type {import("node:module").SourceMap | undefined} */
  let map;
  const load = () => {
    const encoded = program.toString("latin1", program.lastIndexOf(",") + 1);
    return new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  };
  /** @param {NodeJS.CallSite} frame */
  const show = (frame) => {
    const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
    map ??= load();
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry)) {
      return String(frame);
    }
    const { originalSource, originalLine, originalColumn } = entry;
    const place = `${join(repositoryFolder, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    return String(frame).replace(`${file}:${line}:${column}`, () => place);
  };
  Error.prepareStackTrace = (error, frames) => {
    const shown = frames.map((frame) =>
      error instanceof Error && frame.getFileName() === file ? show(frame) : frame,
    );
    return [headOf(error), ...shown].join("\n    at ");
  };
}

/**
 * Returns the first line of a stack trace, as Node.js formats it.
 *
 * @param {unknown} error
 */
function headOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "<error>";
  }
}

module.exports = showSourcesInStacks;
