import { relative } from "node:path";

/**
 * Summarizes the output of a failed synthesis in a sentence. Names the file and the line if they are known: from the
 * first compiler error, or from the place in the repository that threw an error.
 *
 * @param said Text on the program's standard error.
 * @param repository Folder that paths are relative to.
 */
export function explainSynthesisFailure(said: string, repository: string): string {
  const found =
    compilerError(said, repository) ?? missingModule(said, repository) ?? thrownError(said, repository);
  const reason =
    found ?? (said.trim() || "the program printed no error. Run npm run synth to see its full output.");
  return `The stack could not be synthesized: ${reason}`;
}

/** Matches esbuild's errors, for the stack and the functions: `path:line:column: ERROR: text`. */
function compilerError(said: string, repository: string): string | undefined {
  const { place, text } = /^(?<place>[^\s:][^\n]*:\d+:\d+): ERROR: (?<text>.+)$/m.exec(said)?.groups ?? {};
  return place && `${shown(place, repository)}: ${text}`;
}

/** Matches Node's error for a missing module. The first path is the importing file, without a line. */
function missingModule(said: string, repository: string): string | undefined {
  const { text, path } =
    /^(?:\w+: )?(?<text>Cannot find module .+)\nRequire stack:\n- (?<path>.+)$/m.exec(said)?.groups ?? {};
  return path && `${shown(path, repository)}: ${text}`;
}

/** Reads an error's stack trace: the place that threw it, and the line in `stacks/` that called it. */
function thrownError(said: string, repository: string): string | undefined {
  const [message = "", ...frames] = said.trim().split(/\n\s+at /);
  const places = frames
    .flatMap((frame) => /\(?(?:file:\/\/)?([^\s()][^()]*:\d+:\d+)\)?$/m.exec(frame)?.[1] ?? [])
    .filter((place) => place.startsWith(repository) && !place.includes("node_modules"))
    .map((place) => shown(place, repository));
  const [thrown] = places;
  const caller = places.findLast((place) => place.startsWith("stacks"));
  const from = caller === undefined || caller === thrown ? "" : ` (called from ${caller})`;
  return thrown && `${thrown}: ${message.trim()}${from}`;
}

function shown(place: string, repository: string): string {
  return place.startsWith(repository) ? relative(repository, place) : place;
}
