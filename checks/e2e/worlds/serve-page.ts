import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PageSetup } from "../../../playground/page/host-view";
import { loadPageFiles } from "../../../playground/page/page-files";
import type { AwsTarget } from "../target";

/** The playground's page, served alone. */
export interface ServedPage {
  /** For example `http://localhost:41234`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page, and tells it of a stage that another server has. */
export async function servePage({
  channelName,
  webSocketUrl,
  pagePort,
}: Pick<AwsTarget, "channelName" | "webSocketUrl" | "pagePort">): Promise<ServedPage> {
  const files = loadPageFiles();
  const setup: PageSetup = { channelName, webSocketPath: webSocketUrl };
  const server = createServer((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "/";
    const file = files.get(path);
    if (path === "/playground/setup") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(setup));
    } else if (file !== undefined) {
      response.writeHead(200, { "content-type": file.contentType }).end(file.body);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(pagePort, "127.0.0.1", resolve));
  return {
    // As the origin that browsers send, a name rather than a number.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
