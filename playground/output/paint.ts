import { styleText } from "node:util";

/** Colors a text for a terminal, or returns it as it is. */
export type Paint = (style: "bold" | "cyan" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Never colors. */
export const noPaint: Paint = (_, text) => text;

/**
 * Colors on a terminal that can, and not with `NO_COLOR` (https://no-color.org/).
 *
 * @param stream Standard output or standard error.
 */
export function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Paint {
  // `hasColors` knows NO_COLOR, FORCE_COLOR and TERM; a pipe or a file has no such method.
  const canColor = stream.isTTY === true && stream.hasColors(environment);
  return canColor ? (style, text) => styleText(style, text, { validateStream: false }) : noPaint;
}
