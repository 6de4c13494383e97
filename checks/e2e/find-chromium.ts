import { existsSync } from "node:fs";

const knownPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is: `CHROMIUM_PATH`, else where Linux distributions put it; `undefined` without one. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? "", ...knownPaths].find((path) => path !== "" && existsSync(path));
}
