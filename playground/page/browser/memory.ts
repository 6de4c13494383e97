import type { Remembered } from "../talk/talk-state";

/** The identity of the visitor of a channel. It is the same in all tabs, and after a reload. */
type Identity = Pick<Remembered, "memberId" | "memberName">;
/** The messages that one tab has not sent yet. */
type Unsent = Pick<Remembered, "messages" | "lastTimestamp">;

/** The visitor that this browser was on a channel, or a new one. */
export function recall(channelName: string): Remembered {
  const identity: Identity = {
    memberId: `visitor-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`,
    memberName: "Ada",
    ...read<Identity>(() => localStorage, channelName),
  };
  const unsent: Unsent = {
    messages: [],
    lastTimestamp: "",
    ...read<Unsent>(() => sessionStorage, channelName),
  };
  const remembered = { ...identity, ...unsent };
  // At once, so that a second tab is the same visitor.
  remember(channelName, remembered);
  return remembered;
}

/** Keeps who the visitor is, and what this tab has not sent: the rest is the server's to remember. */
export function remember(channelName: string, remembered: Remembered): void {
  const { memberId, memberName, messages, lastTimestamp } = remembered;
  write(() => localStorage, channelName, { memberId, memberName });
  write(() => sessionStorage, channelName, { messages, lastTimestamp });
}

function read<T>(storage: () => Storage, channelName: string): Partial<T> {
  try {
    const known: unknown = JSON.parse(storage().getItem(keyOf(channelName)) ?? "null");
    return typeof known === "object" && known !== null ? (known as Partial<T>) : {};
  } catch {
    return {};
  }
}

function write(storage: () => Storage, channelName: string, value: Identity | Unsent): void {
  try {
    storage().setItem(keyOf(channelName), JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden: the talk goes on, a reload begins a new one.
  }
}

function keyOf(channelName: string): string {
  return `kite-talk/${channelName}`;
}
