import { aWhile, eventually } from "../../checks/harness/eventually";
import type { Behaviour } from "../../checks/harness/fault-proxy";
import { type Host, type JoinedVisitor, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { FaultyRun, type ServiceCall } from "../support/faulty-run";
import { TelegramMember } from "../support/telegram-member";
import { pdf, sendFile } from "../support/visitor-file";

jest.setTimeout(120_000);

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

/** Records the attempts to deliver one message, by the clock of the queue. */
class Attempts {
  /** Methods of the Bot API, with the times of their calls. */
  readonly calls: { readonly method: string; readonly at: number }[] = [];
  /** Times at which the notification was hidden after an attempt, and for how many seconds. */
  readonly waits: { readonly at: number; readonly seconds: number }[] = [];
  #behaviour: Behaviour;

  /** @param isConcerned returns whether a call sends the message */
  constructor(isConcerned: (call: ServiceCall) => boolean, behaviour: Behaviour) {
    this.#behaviour = behaviour;
    faulty.behave((call) => {
      const at = faulty.clock.now();
      if (call.action === "ChangeMessageVisibility") {
        const seconds = Number(JSON.parse(call.body).VisibilityTimeout);
        // Only the wait after a failed attempt counts. A shorter wait lets a burst of another visitor arrive. A wait
        // before an attempt hides the notification while the attempt runs.
        if (seconds >= 10 && this.waits.length < this.calls.length) {
          this.waits.push({ at, seconds });
        }
      }
      if (call.service !== "telegram" || !isConcerned(call)) {
        return "pass";
      }
      this.calls.push({ method: call.action, at });
      return this.#behaviour;
    });
  }

  /** Removes the fault, so that the next attempt succeeds. */
  heal(): void {
    this.#behaviour = "pass";
  }

  /** Waits until an attempt has failed and a retry is scheduled. */
  async fails(count: number): Promise<void> {
    await eventually(`attempt ${count} fails`, () => this.waits.length === count);
    expect(this.calls).toHaveLength(count);
  }

  /**
   * Advances the clock to just before the next attempt, and then past it.
   * @param meanwhile runs when the wait has begun
   */
  async passWait(seconds: number, meanwhile: () => Promise<void> = async () => undefined): Promise<number> {
    const count = this.calls.length;
    const begun = this.waits.at(-1)?.at ?? Number.NaN;
    const due = begun + seconds * 1000;
    await meanwhile();
    await advanceTo(due - 1_000);
    await aWhile(300);
    expect(this.calls).toHaveLength(count);
    await advanceTo(due + 500);
    return due;
  }

  /** Expects that the newest attempt was made at its scheduled time. */
  async cameAt(due: number, count: number): Promise<void> {
    const call = await eventually(`attempt ${count}`, () => this.calls[count - 1]);
    expect(call.at).toBeGreaterThanOrEqual(due);
    expect(call.at - due).toBeLessThan(5_000);
  }

  /** Expects a failed attempt before each wait, and the next attempt when the wait is over. */
  async failWith(waits: readonly number[], meanwhile?: (round: number) => Promise<void>): Promise<void> {
    for (const [index, seconds] of waits.entries()) {
      await this.fails(index + 1);
      expect(this.waits[index]?.seconds).toBe(seconds);
      const isLast = index === waits.length - 1;
      const due = await this.passWait(seconds, () => meanwhile?.(index) ?? Promise.resolve());
      if (!isLast) {
        await this.cameAt(due, index + 2);
      }
    }
  }
}

async function advanceTo(time: number): Promise<void> {
  await faulty.clock.advance(Math.max(0, time - faulty.clock.now()));
}

/**
 * Another visitor's text takes about a second. If it had to wait for the first visitor's text, it would take 8 s or
 * more.
 */
const promptMilliseconds = 5_000;

async function arrivesPromptly(host: Host, visitor: JoinedVisitor, text: string): Promise<void> {
  const begun = performance.now();
  await visitor.ask(["TXT", text.replaceAll(" ", "-"), text, nextTimestamp()]);
  await host.hears(text);
  expect(performance.now() - begun).toBeLessThan(promptMilliseconds);
}

describe("a text that Telegram accepted without a complete response", () => {
  it.each<[string, Behaviour, readonly number[]]>([
    ["the connection is cut after the request", "lose", [10, 30, 60, 60, 60]],
    ["the response is incomplete JSON", "halve", [10, 30, 60, 60]],
    ["the response misses the deadline", "swallow", [10, 30, 60]],
  ])(
    "is retried after 10 s, 30 s, and then every 60 s if %s, and does not delay other visitors",
    async (_, behaviour, waits) => {
      const host = await run.host();
      const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
      const attempts = new Attempts(({ body }) => body.includes("perhaps shown"), behaviour);

      await ada.ask(["TXT", "1", "perhaps shown", nextTimestamp()]);
      await eventually("the first attempt", () => attempts.calls.length > 0);
      await arrivesPromptly(host, eve, "during the attempt");
      await attempts.failWith(waits, async (round) => {
        await arrivesPromptly(host, eve, `during wait ${round}`);
        if (round === waits.length - 1) {
          attempts.heal();
        }
      });

      const { channelName } = host;
      await eventually("nothing is pending", async () => {
        const pending = await faulty.cloud.pending({ channelName, memberId: ada.memberId }, "toHost");
        return pending.length === 0;
      });
      // Telegram accepted each attempt, so only the waits limit the number of repeats.
      expect(host.told.filter((text) => text === "perhaps shown")).toHaveLength(waits.length + 1);
      expect(ada.unread).toEqual([]);
    },
  );
});

/**
 * The waits after three attempts as a file and three attempts as a link, in seconds. After the last wait, the file is
 * given up.
 */
const fileWaits = [10, 30, 60, 60, 60, 60];

describe("a file that Telegram always accepts without a response", () => {
  it("is sent to the host 3 times, then 3 times as a link, and then the visitor is notified", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.knownVisitor(host, "Ada"), await run.knownVisitor(host, "Eve")];
    const attempts = new Attempts(({ body }) => body.includes(pdf.fileName), "lose");

    await sendFile(ada, "file", pdf);
    await ada.ask(["TXT", "after", "behind the file", nextTimestamp()]);
    await attempts.failWith(fileWaits, async (round) => {
      await arrivesPromptly(host, eve, `during wait ${round}`);
    });

    await host.hears("behind the file");
    expect(await ada.next()).toEqual(["ERR", expect.stringContaining("not delivered"), 404]);
    const methods = attempts.calls.map(({ method }) => method);
    const [file, link] = ["sendDocument", "sendMessage"];
    expect(methods).toEqual([file, file, file, link, link, link]);
    expect(await faulty.cloud.nextUndeliverable()).toEqual([
      expect.objectContaining({ channelName: host.channelName, messageKey: "toHost#file" }),
    ]);
  });

  it("is sent to a visitor in Telegram 3 times, then 3 times as a link, and then the host is notified", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    member.say("Hello");
    const question = await host.hears("\nHello");
    const attempts = new Attempts(
      ({ action, body }) => action.startsWith("send") && body.includes(pdf.fileName),
      "lose",
    );
    const { bytes, fileName, fileType: mimeType } = pdf;

    run.telegram.sendFile(
      host.chatId,
      host.userId,
      { kind: "document", bytes: Buffer.from(bytes), fileName, mimeType },
      { replyTo: question.message_id },
    );
    await attempts.failWith(fileWaits);

    await host.hears("cannot be reached. Your file was not delivered");
    const methods = attempts.calls.map(({ method }) => method);
    const [file, link] = ["sendDocument", "sendMessage"];
    expect(methods).toEqual([file, file, file, link, link, link]);
    expect(await faulty.cloud.nextUndeliverable()).toMatchObject([{ channelName: host.channelName }]);
  });
});
