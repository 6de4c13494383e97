import { serveLocally } from "../../checks/harness/serve-locally";

/** A website with a separate origin and one empty page. */
export interface Site {
  /** For example `http://127.0.0.1:41234`. */
  readonly origin: string;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const { url, close } = await serveLocally((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end('<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,">');
  });
  return { origin: url, close };
}
