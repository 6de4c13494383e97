"use strict";
const { SourceMap } = /** @type {typeof import("node:module")} */ (require("node:module"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");

/**
 * Lets the stack of an error name our TypeScript files. Node.js can do it as well (`--enable-source-maps`), but reads
 * the map at once, and maps the stack that cdktf takes of each of its tokens too.
 *
 * @param {Buffer} program compiled, with its map at its end
 * @param {string} file the name under which it runs
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
 * The first line of a stack, as Node.js writes it.
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
