import { ChatClient } from "../../widget/src/client/chat-client";
import type { ChatClientProps, ChatState } from "../../widget/src/client/chat-state";
import type { Clock, Timer } from "../../widget/src/client/clock";
import type { LocalFile } from "../../widget/src/client/file-rules";
import type { WireEvents } from "../../widget/src/client/joined-socket";

/** A clock that a test advances. */
export class FakeClock implements Clock {
  #now = Date.parse("2026-03-01T12:00:00.000Z");
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, milliseconds: number): Timer {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /** Advances the clock, and runs the timers that expire in order. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) {
        break;
      }
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

/** Waits until pending promises have run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
  }
}

/**
 * The reaction to a frame: the usual answer, no answer although the frame is handled, another answer, or closing the
 * socket.
 */
export type Script = "answer" | "lose the answer" | { readonly frame: unknown } | { readonly close: number };

/** A server that behaves like Kite. A test scripts its faults. */
export class ScriptedServer {
  readonly clock: FakeClock;
  /** The server's clock minus the page's clock, in milliseconds. */
  clockOffset = 0;
  /** The times at which sockets were opened, in milliseconds since 1970. */
  readonly openedAt: number[] = [];
  /** Stored messages of the visitor by id, in the order in which they were stored. */
  readonly stored = new Map<
    string,
    { readonly text: string; readonly sentAt: string; readonly storedAt: string }
  >();
  /** Messages of the host, with the time of each. */
  readonly #said: { readonly messageId: string; readonly text: string; readonly saidAt: string }[] = [];
  /** Received frames, parsed from JSON. */
  readonly received: unknown[][] = [];
  /** Whether sockets can be opened and other requests are answered. */
  isReachable = true;
  /** Whether sockets are rejected although other requests are answered. */
  refusesSockets = false;
  /** Decides how the server reacts to a frame. */
  script: (frame: readonly unknown[]) => Script = () => "answer";
  #current: WireEvents | undefined;
  readonly #open = new Set<WireEvents>();

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  readonly openWire = (events: WireEvents) => {
    this.openedAt.push(this.clock.now());
    let isOver = false;
    const end = (code: number) => {
      if (!isOver) {
        isOver = true;
        this.#open.delete(events);
        events.onClose(code);
      }
    };
    this.clock.setTimeout(() => {
      if (this.isReachable && !this.refusesSockets && !isOver) {
        this.#current = { ...events, onClose: end };
        this.#open.add(events);
        events.onOpen();
      } else {
        end(1006);
      }
    }, 20);
    return {
      send: (text: string) => {
        const frame = JSON.parse(text) as unknown[];
        this.clock.setTimeout(() => !isOver && this.#handle(frame, events, end), 30);
      },
      close: () => {
        isOver = true;
        this.#open.delete(events);
      },
    };
  };

  /** The number of sockets that were opened. */
  get opened(): number {
    return this.openedAt.length;
  }

  /** The number of sockets that are open now. */
  get openSockets(): number {
    return this.#open.size;
  }

  /** Closes the open socket. */
  close(code: number): void {
    this.#current?.onClose(code);
    this.#current = undefined;
  }

  /** Closes the socket that has been open for the longest time. */
  closeOldest(code: number): void {
    const [oldest] = this.#open;
    oldest?.onClose(code);
  }

  /** Sends a message of the host. */
  say(messageId: string, text: string): void {
    const saidAt = this.#now();
    this.#said.push({ messageId, text, saidAt });
    this.#current?.onText(JSON.stringify(["TXT", messageId, text, saidAt]));
  }

  get texts(): readonly string[] {
    return [...this.stored.values()]
      .sort((one, other) => (one.sentAt < other.sentAt ? -1 : 1))
      .map(({ text }) => text);
  }

  #now(): string {
    return new Date(this.clock.now() + this.clockOffset).toISOString();
  }

  #handle(frame: unknown[], events: WireEvents, end: (code: number) => void): void {
    this.received.push(frame);
    const script = this.script(frame);
    if (typeof script === "object") {
      if ("close" in script) {
        end(script.close);
      } else {
        events.onText(JSON.stringify(script.frame));
      }
      return;
    }
    const answer = this.#answer(frame);
    if (script === "answer") {
      events.onText(JSON.stringify(answer));
    }
  }

  #answer([type, first, second, third]: readonly unknown[]): unknown {
    switch (type) {
      case "JOIN":
        return ["OK"];
      case "PING":
        return ["PONG"];
      case "TXT": {
        const now = this.#now();
        const isOff = Math.abs(Date.parse(String(third)) - Date.parse(now)) > 5 * 60_000;
        const message = { text: String(second), sentAt: isOff ? now : String(third), storedAt: now };
        const stored = this.stored.get(String(first)) ?? message;
        this.stored.set(String(first), stored);
        return ["ACK", first, `d-${first}`, stored.storedAt];
      }
      case "UPL":
        return ["UPL", first, `https://files.example/${first}`, "https://uploads.example/"];
      case "HIS":
        return ["HIS", this.#history(Number(first), second)];
      default:
        return ["ERR", `[0]: unknown frame ${type}`, 400];
    }
  }

  /** Returns the newest messages before a time, oldest first. */
  #history(limit: number, before: unknown): readonly unknown[] {
    const entries = [
      ...[...this.stored].map(([id, it]) => ({ direction: "out", id, text: it.text, at: it.sentAt })),
      ...this.#said.map((it) => ({ direction: "in", id: it.messageId, text: it.text, at: it.saidAt })),
    ];
    return entries
      .filter(({ at }) => before === null || at < String(before))
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
      .slice(-limit)
      .map(({ direction, id, text, at }) => [direction, ["TXT", id, text, at]]);
  }
}

/** A store whose values are lost when the page is closed. */
export class MemoryStore extends Map<string, string> {
  readonly isPersistent = false;
}

/** Opens a page with the chat. The storage may contain values of an earlier page. */
export function openPage(
  server: ScriptedServer,
  storage = new MemoryStore(),
  own: Partial<ChatClientProps<LocalFile>> = {},
) {
  let ids = 0;
  const states: ChatState[] = [];
  const explained: string[] = [];
  const prefix = Math.random().toString(36).slice(2);
  const client = new ChatClient({
    channel: "tea-and-leaves",
    clock: server.clock,
    random: () => 0.5,
    newId: () => `${prefix}-${ids++}`,
    storage,
    bus: { post: () => undefined, listen: () => undefined, close: () => undefined },
    lock: { acquire: (_, onGranted) => onGranted(), release: () => undefined },
    openWire: server.openWire,
    startUpload: () => ({ done: Promise.resolve(), cancel: () => undefined }),
    isReachable: async () => server.isReachable,
    contextFrame: () => undefined,
    explain: (reason) => explained.push(reason),
    onChange: (state) => states.push(state),
    onMessage: () => undefined,
    ...own,
  });
  client.setVisible(true);
  return { client, storage, states, explained };
}
