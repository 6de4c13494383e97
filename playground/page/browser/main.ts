import type { PageSetup } from "../host-view";
import { byId, followEnd } from "./elements";
import { showFaults } from "./fault-panel";
import { showFrames } from "./frames";
import { showHost } from "./host-panel";
import { showVisitor } from "./visitor-frame";

async function start(): Promise<void> {
  const response = await fetch("/playground/setup");
  const setup = (await response.json()) as PageSetup;
  const channelName = new URLSearchParams(location.search).get("c") ?? setup.channelName;
  byId("channel", HTMLElement).textContent = channelName;
  showHost(setup.hostChatTitle, channelName);
  showVisitor(channelName);
  showFrames();
  showFaults();
}

for (const id of ["host-log", "frames"]) {
  const log = byId(id, HTMLElement);
  // A scrolling area must be reachable by keyboard.
  log.tabIndex = 0;
  followEnd(log);
}

start().catch(() => {
  byId("host-notice", HTMLElement).textContent =
    "The playground did not respond. Check that npm start is still running.";
});

// biome-ignore lint/complexity/noUselessEmptyExport: without it esbuild treats the file as CommonJS and does not remove unused code.
export {};
