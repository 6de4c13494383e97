import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Represents a running HTTP server. */
export interface LocalSite {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Serves HTTP on a free port of this machine. */
export async function serveLocally(handle: RequestListener): Promise<LocalSite> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
