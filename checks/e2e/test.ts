import { randomUUID } from "node:crypto";
import { test as base } from "@playwright/test";
import type { Host } from "./host";
import { readTarget } from "./target";
import { Visitor } from "./visitor";
import { startAwsWorld } from "./worlds/aws-world";
import { startLocalWorld } from "./worlds/local-world";
import type { World } from "./worlds/world";

interface Everybody {
  readonly world: World;
  /** The one host of the channel. */
  readonly host: Host;
}

interface Somebody {
  /** A new visitor, who is at the page. */
  readonly visitor: Visitor;
  /** Makes a text that stands nowhere else in the group. */
  readonly unique: (text: string) => string;
}

/** A test with a chat, its host and a visitor. */
export const test = base.extend<Somebody, Everybody>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
    async ({}, use) => {
      const target = readTarget(process.env);
      const world = target.name === "aws" ? await startAwsWorld(target) : await startLocalWorld();
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  host: [
    async ({ world, browser }, use) => {
      await use(await world.openHost(browser));
    },
    { scope: "worker", timeout: 120_000 },
  ],
  visitor: async ({ world, browser }, use) => {
    const context = await browser.newContext();
    const visitor = new Visitor(context, world.pageUrl);
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
