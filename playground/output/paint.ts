import { styleText } from "node:util";

/** Applies a style to a text for a terminal, or returns the text unchanged. */
export type Paint = (style: "bold" | "cyan" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Returns every text unchanged. */
export const noPaint: Paint = (_, text) => text;

/**
 * Returns a function that colors texts if the terminal supports colors and `NO_COLOR` is unset
 * (https://no-color.org/).
 *
 * @param stream Standard output or standard error.
 */
export function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Paint {
  // `hasColors` reads NO_COLOR, FORCE_COLOR and TERM. A pipe or a file has no such method.
  const canColor = stream.isTTY === true && stream.hasColors(environment);
  return canColor ? (style, text) => styleText(style, text, { validateStream: false }) : noPaint;
}
