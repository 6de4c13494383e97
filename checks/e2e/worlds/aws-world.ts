import { existsSync } from "node:fs";
import { TelegramWebHost } from "../hosts/telegram-web-host";
import type { AwsTarget } from "../target";
import { servePage } from "./serve-page";
import type { World } from "./world";

/**
 * A deployed stage, whose visitors use the page from here, and whose host sits in Telegram.
 * @throws Error when there is no session of Telegram Web
 */
export async function startAwsWorld(target: AwsTarget): Promise<World> {
  const { authFile, groupUrl } = target;
  if (!existsSync(authFile)) {
    throw new Error(
      `E2E_AUTH: there is no file ${authFile}; wanted a session of Telegram Web. docs/e2e.md says how to make it.`,
    );
  }
  const page = await servePage(target);
  return {
    pageUrl: page.url,
    openHost: async (browser) => {
      const context = await browser.newContext({ storageState: authFile });
      return TelegramWebHost.open(await context.newPage(), groupUrl);
    },
    close: page.close,
  };
}
