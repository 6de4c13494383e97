import type { Browser } from "@playwright/test";
import type { Host } from "../host";

/** Represents a running chat that the suite tests: the playground, or a deployed stage. */
export interface Target {
  /** URL of the page that visitors use. */
  readonly pageUrl: string;
  /** Opens the host's side, in its own browser context. */
  openHost(browser: Browser): Promise<Host>;
  close(): Promise<void>;
}
