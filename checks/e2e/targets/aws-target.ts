import { existsSync } from "node:fs";
import type { PageSetup } from "../../../playground/page/host-view";
import { loadPageFiles } from "../../../playground/page/page-files";
import { serveLocally } from "../../harness/serve-locally";
import { TelegramWebHost } from "../hosts/telegram-web-host";
import type { AwsTargetSettings } from "../target-settings";
import type { Target } from "./target";

/**
 * Starts the page for a deployed stage, whose host is in Telegram itself.
 * @throws Error when there is no session of Telegram Web
 */
export async function startAwsTarget(settings: AwsTargetSettings): Promise<Target> {
  const { authFile, groupUrl } = settings;
  if (!existsSync(authFile)) {
    throw new Error(
      `E2E_AUTH: there is no file ${authFile}; wanted a session of Telegram Web. docs/e2e.md says how to make it.`,
    );
  }
  return {
    ...(await servePage(settings)),
    openHost: async (browser) => {
      const context = await browser.newContext({ storageState: authFile });
      return TelegramWebHost.open(await context.newPage(), groupUrl);
    },
  };
}

/** Serves the playground's page alone, for a stage that another server has. */
async function servePage({
  channelName,
  webSocketUrl,
  pagePort,
}: AwsTargetSettings): Promise<Pick<Target, "pageUrl" | "close">> {
  const files = loadPageFiles();
  const setup: PageSetup = { channelName, webSocketPath: webSocketUrl };
  const { url, close } = await serveLocally((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "/";
    const file = files.get(path);
    if (path === "/playground/setup") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(setup));
    } else if (file !== undefined) {
      response.writeHead(200, { "content-type": file.contentType }).end(file.body);
    } else {
      response.writeHead(404).end();
    }
  }, pagePort);
  // As the origin that browsers send, a name rather than a number.
  return { pageUrl: url.replace("127.0.0.1", "localhost"), close };
}
