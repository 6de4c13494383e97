import { relative } from "node:path";

/**
 * What a program that could not synthesize has said, in a sentence with file and line where there is one: the first
 * error of the compiler, or the place in the repository where an error was thrown.
 *
 * @param said what stands on its standard error
 * @param repository paths are told from this folder
 */
export function explainSynthesisFailure(said: string, repository: string): string {
  const found =
    compilerError(said, repository) ?? missingModule(said, repository) ?? thrownError(said, repository);
  const reason = found ?? (said.trim() || "the program said nothing (npm run synth may say more).");
  return `The stack could not be synthesized: ${reason}`;
}

/** esbuild's, of the stack's sources and of those of the functions: `path:line:column: ERROR: text`. */
function compilerError(said: string, repository: string): string | undefined {
  const { place, text } = /^(?<place>[^\s:][^\n]*:\d+:\d+): ERROR: (?<text>.+)$/m.exec(said)?.groups ?? {};
  return place && `${shown(place, repository)}: ${text}`;
}

/** Node's: the file that asks for the module comes first, without a line. */
function missingModule(said: string, repository: string): string | undefined {
  const { text, path } =
    /^(?:\w+: )?(?<text>Cannot find module .+)\nRequire stack:\n- (?<path>.+)$/m.exec(said)?.groups ?? {};
  return path && `${shown(path, repository)}: ${text}`;
}

/** An error with its stack: where it was thrown, and what of the stacks led there. */
function thrownError(said: string, repository: string): string | undefined {
  const [message = "", ...frames] = said.trim().split(/\n\s+at /);
  const places = frames
    .flatMap((frame) => /\(?(?:file:\/\/)?([^\s()][^()]*:\d+:\d+)\)?$/m.exec(frame)?.[1] ?? [])
    .filter((place) => place.startsWith(repository) && !place.includes("node_modules"))
    .map((place) => shown(place, repository));
  const [thrown] = places;
  const caller = places.findLast((place) => place.startsWith("stacks"));
  const from = caller === undefined || caller === thrown ? "" : ` (by way of ${caller})`;
  return thrown && `${thrown}: ${message.trim()}${from}`;
}

function shown(place: string, repository: string): string {
  return place.startsWith(repository) ? relative(repository, place) : place;
}
