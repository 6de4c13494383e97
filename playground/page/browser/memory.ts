import type { Remembered } from "../talk/talk-state";

/** The talk that this tab had on a channel, or a new one with a new member. */
export function recall(channelName: string): Remembered {
  const fresh: Remembered = {
    memberId: `visitor-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`,
    memberName: "Ada",
    messages: [],
    lastTimestamp: "",
  };
  try {
    const known: unknown = JSON.parse(sessionStorage.getItem(keyOf(channelName)) ?? "null");
    return typeof known === "object" && known !== null ? { ...fresh, ...known } : fresh;
  } catch {
    return fresh;
  }
}

/** Keeps a talk for as long as the tab lives: each tab is a visitor of its own. */
export function remember(channelName: string, remembered: Remembered): void {
  try {
    sessionStorage.setItem(keyOf(channelName), JSON.stringify(remembered));
  } catch {
    // Storage may be full or forbidden: the talk goes on, a reload begins a new one.
  }
}

function keyOf(channelName: string): string {
  return `kite-talk/${channelName}`;
}
