export { findChromium } from "../../e2e/find-chromium";

/** Nothing but the page: no updates, no sign-in, no network of the browser's own. */
export const CHROMIUM_FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
