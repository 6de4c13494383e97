import { ManualClock } from "../../../local/clock";
import type { Remembered } from "../../../playground/page/talk/talk-state";
import { VisitorTalk, type WireEvents } from "../../../playground/page/talk/visitor-talk";

/** One WebSocket as a test sees it. */
export interface TestWire extends WireEvents {
  readonly sent: unknown[][];
  isClosed: boolean;
  /** Lets the server say something. */
  receive(...frame: unknown[]): void;
}

/** A talk whose wires, clock and memory a test holds; chance always says a half. */
export class TestTalk {
  readonly wires: TestWire[] = [];
  readonly talk: VisitorTalk;
  remembered: Remembered;

  constructor(
    before: Partial<Remembered> = {},
    readonly clock = new ManualClock(),
  ) {
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

  /** Opens the newest wire and answers its JOIN. */
  join(): void {
    this.wire.onOpen();
    this.wire.receive("OK");
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
