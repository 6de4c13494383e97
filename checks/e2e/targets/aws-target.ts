import { existsSync } from "node:fs";
import { buildWidget } from "../../../widget/build";
import { serveLocally } from "../../harness/serve-locally";
import { TelegramWebHost } from "../hosts/telegram-web-host";
import type { AwsTargetSettings } from "../target-settings";
import type { Target } from "./target";

/**
 * Starts the page for a deployed stage, whose host uses the real Telegram.
 * @throws Error if there is no session of Telegram Web
 */
export async function startAwsTarget(settings: AwsTargetSettings): Promise<Target> {
  const { authFile, groupUrl } = settings;
  if (!existsSync(authFile)) {
    throw new Error(
      `E2E_AUTH: expected a file with a session of Telegram Web, but ${authFile} does not exist. docs/e2e.md describes how to create it.`,
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

/** Serves a page with the widget, for a stage on another server. */
async function servePage({
  channelName,
  webSocketUrl,
  pagePort,
}: AwsTargetSettings): Promise<Pick<Target, "pageUrl" | "close">> {
  const { loader, bundle } = buildWidget();
  const scripts = new Map([loader, bundle].map(({ name, body }) => [`/${name}`, body]));
  const page = `<!doctype html><html lang="en"><title>Chat</title><script async src="/widget.js?c=${channelName}" data-endpoint="${webSocketUrl}"></script>`;
  const { url, close } = await serveLocally((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "/";
    const script = scripts.get(path);
    if (script !== undefined) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    } else if (path === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(page);
    } else {
      response.writeHead(404).end();
    }
  }, pagePort);
  // Browsers send this URL as the origin, so it has a host name instead of an IP address.
  return { pageUrl: url.replace("127.0.0.1", "localhost"), close };
}
