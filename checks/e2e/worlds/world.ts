import type { Browser } from "@playwright/test";
import type { Host } from "../host";

/** A chat that runs, with its two sides. */
export interface World {
  /** The page that visitors use. */
  readonly pageUrl: string;
  /** The host, in a browser of their own. */
  openHost(browser: Browser): Promise<Host>;
  close(): Promise<void>;
}
