import { randomUUID } from "node:crypto";
import { test as base } from "@playwright/test";
import type { Host } from "./host";
import { PageVisitor } from "./page-visitor";
import { readTargetSettings } from "./target-settings";
import { startAwsTarget } from "./targets/aws-target";
import { startLocalTarget } from "./targets/local-target";
import type { Target } from "./targets/target";

interface WorkerFixtures {
  readonly target: Target;
  /** The only host of the channel. */
  readonly host: Host;
}

interface TestFixtures {
  /** A new visitor with an open page. */
  readonly visitor: PageVisitor;
  /** Creates a text that is unique in the group. */
  readonly unique: (text: string) => string;
}

/** A test with a chat, its host and a visitor. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  target: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
    async ({}, use) => {
      const settings = readTargetSettings(process.env);
      const target = settings.name === "aws" ? await startAwsTarget(settings) : await startLocalTarget();
      await use(target);
      await target.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  host: [
    async ({ target, browser }, use) => {
      await use(await target.openHost(browser));
    },
    { scope: "worker", timeout: 120_000 },
  ],
  visitor: async ({ target, browser }, use) => {
    const context = await browser.newContext();
    const visitor = new PageVisitor(context, target.pageUrl);
    await visitor.arrive();
    await use(visitor);
    await context.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
  unique: async ({}, use) => {
    await use((text) => `${text} (${randomUUID().slice(0, 8)})`);
  },
});

export { expect } from "@playwright/test";
