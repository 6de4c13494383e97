import { ManualClock } from "@kite-chat/stack-server";
import type { WireEvents } from "../../../playground/page/talk/connection";
import type { Remembered } from "../../../playground/page/talk/talk-state";
import { VisitorTalk } from "../../../playground/page/talk/visitor-talk";

/** One WebSocket as a test sees it. */
export interface TestWire extends WireEvents {
  readonly sent: unknown[][];
  isClosed: boolean;
  /** Lets the server say something. */
  receive(...frame: unknown[]): void;
}

/** An upload as a test sees it. */
export interface TestUpload {
  readonly url: string;
  readonly fileName: string;
  onProgress(progress: number): void;
  done(): void;
  fail(): void;
}

/** A talk whose wires, clock and memory a test holds; chance always says a half. */
export class TestTalk {
  readonly wires: TestWire[] = [];
  readonly talk: VisitorTalk;
  /** Uploads that are under way, oldest first; a test ends them. */
  readonly uploads: TestUpload[] = [];
  remembered: Remembered;

  readonly clock: ManualClock;

  constructor(before: Partial<Remembered> = {}, clock = new ManualClock()) {
    this.clock = clock;
    this.remembered = {
      memberId: "visitor-1",
      memberName: "Ada",
      messages: [],
      lastTimestamp: "",
      ...before,
    };
    this.talk = new VisitorTalk({
      channelName: "kite-demo",
      remembered: this.remembered,
      clock,
      random: () => 0.5,
      onChange: () => undefined,
      upload: (url, file, onProgress) =>
        new Promise((done, fail) => {
          this.uploads.push({ url, fileName: file.name, onProgress, done, fail });
        }),
      remember: (kept) => {
        this.remembered = kept;
      },
      openWire: (events) => this.#open(events),
    });
    this.talk.connect();
  }

  /** The newest wire. */
  get wire(): TestWire {
    return this.wires.at(-1) as TestWire;
  }

  get state() {
    return this.talk.state;
  }

  /** The TXT frames that went out on the newest wire. */
  get texts(): unknown[][] {
    return this.wire.sent.filter(([type]) => type === "TXT");
  }

  /** Opens the newest wire and answers its JOIN, and that nothing was said before. */
  join(): void {
    this.wire.onOpen();
    this.wire.receive("OK");
    this.wire.receive("HIS", []);
  }

  /** The frames of a type that went out on the newest wire. */
  sent(type: string): unknown[][] {
    return this.wire.sent.filter(([it]) => it === type);
  }

  #open(events: WireEvents) {
    const wire: TestWire = {
      ...events,
      sent: [],
      isClosed: false,
      receive: (...frame) => events.onText(JSON.stringify(frame)),
    };
    this.wires.push(wire);
    return {
      send: (text: string) => wire.sent.push(JSON.parse(text) as unknown[]),
      close: () => {
        wire.isClosed = true;
      },
    };
  }
}
