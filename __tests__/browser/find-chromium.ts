import { findChromium } from "../../checks/e2e/find-chromium";

/** Nothing but the page: no updates, no sign-in, no network of the browser's own. */
export const chromiumFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A `describe` for tests that need a Chromium: they are left out where there is none, and in CI that is a failure. */
export function describeInChromium(title: string, body: (executablePath: string) => void): void {
  const executablePath = findChromium();
  if (executablePath !== undefined) {
    describe(title, () => body(executablePath));
    return;
  }
  it(`${title}: left out where there is no Chromium (CHROMIUM_PATH names one), but not in CI`, () => {
    process.stderr.write(`No Chromium here: "${title}" is left out. CHROMIUM_PATH names one.\n`);

    expect(process.env.CI).toBeUndefined();
  });
}
