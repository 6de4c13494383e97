import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./find-chromium";
import { readTargetSettings } from "./target-settings";

// The newest SDK that knows Node 20 is pinned: that it will be the last is no news here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// By another folder, two runs at once keep out of each other's way.
const results = resolve(process.env.E2E_RESULTS ?? join(__dirname, "results"));
const isAws = readTargetSettings(process.env).name === "aws";
// In Playwright's own image its own browser is taken, for there is no other.
const executablePath = findChromium();

/** `npx playwright test -c checks/e2e`; E2E_TARGET chooses between the playground and a deployed stage. */
export default defineConfig({
  testDir: "specs",
  outputDir: join(results, "artifacts"),
  // There is one group, and a channel has one host.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  retries: isAws ? 1 : 0,
  // A group takes 20 messages a minute, and Telegram Web its time.
  timeout: isAws ? 180_000 : 30_000,
  expect: { timeout: isAws ? 60_000 : 10_000 },
  reporter: [["list"], ["junit", { outputFile: join(results, "junit.xml") }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // Neither of them where a session of Telegram could be read from it.
    trace: isAws ? "off" : "retain-on-failure",
    screenshot: isAws ? "off" : "only-on-failure",
    launchOptions: {
      args: ["--no-sandbox", "--disable-gpu"],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
