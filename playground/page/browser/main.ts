import type { PageSetup } from "../host-view";
import { byId, followEnd } from "./elements";
import { showFaults } from "./fault-panel";
import { showHost } from "./host-panel";
import { showVisitor } from "./visitor-panel";

async function start(): Promise<void> {
  const response = await fetch("/playground/setup");
  const setup = (await response.json()) as PageSetup;
  const channelName = new URLSearchParams(location.search).get("c") ?? setup.channelName;
  byId("channel", HTMLElement).textContent = channelName;
  const stage = new URL(setup.webSocketPath, location.origin.replace(/^http/, "ws"));
  const webSocketUrl = `${stage.href}?c=${encodeURIComponent(channelName)}`;
  showHost(setup.hostChatTitle, channelName);
  showVisitor(webSocketUrl, channelName);
  showFaults();
}

for (const id of ["visitor-log", "host-log", "frames"]) {
  const log = byId(id, HTMLElement);
  // What scrolls must be reachable by keyboard.
  log.tabIndex = 0;
  followEnd(log);
}

start().catch(() => {
  byId("visitor-notice", HTMLElement).textContent =
    "The playground does not answer. Is npm start still running?";
});

// biome-ignore lint/complexity/noUselessEmptyExport: without it esbuild takes the file for CommonJS, and drops no unused code.
export {};
