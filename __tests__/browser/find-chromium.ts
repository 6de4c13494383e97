import { findChromium } from "../../checks/e2e/find-chromium";

/** Disables updates, sign-in and all other network requests that the browser makes for itself. */
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

/**
 * Defines a `describe` for tests that need Chromium. If there is no Chromium, the tests are skipped, but in CI they
 * fail.
 */
export function describeInChromium(title: string, body: (executablePath: string) => void): void {
  const executablePath = findChromium();
  if (executablePath !== undefined) {
    describe(title, () => body(executablePath));
    return;
  }
  it(`${title}: skipped without Chromium (set CHROMIUM_PATH), except in CI`, () => {
    process.stderr.write(`"${title}" is skipped, because there is no Chromium. Set CHROMIUM_PATH.\n`);

    expect(process.env.CI).toBeUndefined();
  });
}
