import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlayground } from "../../../playground/start-playground";
import { PanelHost } from "../hosts/panel-host";
import type { Target } from "./target";

/** Starts the playground on a free port, with a database in memory and its own Bot API server. */
export async function startLocalTarget(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), "kite-e2e-"));
  const playground = await startPlayground({
    port: 0,
    host: "127.0.0.1",
    outputDirectory: folder,
    log: ({ level, source, message }) => {
      if (level === "error") {
        process.stderr.write(`${source}: ${message}\n`);
      }
    },
  });
  return {
    pageUrl: `${playground.url}/playground/shop`,
    openHost: async (browser) => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(playground.url);
      return new PanelHost(page);
    },
    close: async () => {
      await playground.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
