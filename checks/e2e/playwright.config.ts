import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./find-chromium";
import { readTargetSettings } from "./target-settings";

// The newest SDK for Node.js 20 is pinned, so its warning that later versions need a newer Node.js does not apply.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Concurrent runs need separate folders.
const results = resolve(process.env.E2E_RESULTS ?? join(__dirname, "results"));
const isAws = readTargetSettings(process.env).name === "aws";
// In Playwright's image no path is found, and Playwright uses its own browser.
const executablePath = findChromium();

/** `npx playwright test -c checks/e2e`; E2E_TARGET chooses between the playground and a deployed stage. */
export default defineConfig({
  testDir: "specs",
  outputDir: join(results, "artifacts"),
  // Tests share one group, because a channel has one host.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  retries: isAws ? 1 : 0,
  // A group accepts 20 messages a minute, and Telegram Web is slow.
  timeout: isAws ? 180_000 : 30_000,
  expect: { timeout: isAws ? 60_000 : 10_000 },
  reporter: [["list"], ["junit", { outputFile: join(results, "junit.xml") }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // Both are off on AWS, because they could contain a session of Telegram.
    trace: isAws ? "off" : "retain-on-failure",
    screenshot: isAws ? "off" : "only-on-failure",
    launchOptions: {
      args: ["--no-sandbox", "--disable-gpu"],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
