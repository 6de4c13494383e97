import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Represents a running HTTP server. */
export interface LocalSite {
  /** URL, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Stops the server, and closes open connections. */
  close(): Promise<void>;
}

/** Serves HTTP on this machine. @param port Port to use. @default - any free port */
export async function serveLocally(handle: RequestListener, port = 0): Promise<LocalSite> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
