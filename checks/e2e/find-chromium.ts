import { existsSync } from "node:fs";

const knownPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Returns the path of Chromium: `CHROMIUM_PATH`, or a usual path of Linux distributions. `undefined` if there is none.
 */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? "", ...knownPaths].find((path) => path !== "" && existsSync(path));
}
