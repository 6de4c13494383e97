import { eventually } from "../../checks/harness/eventually";
import type { Behaviour } from "../../checks/harness/fault-proxy";
import { type Host, type KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { refusal, serverError, tooManyRequests } from "../support/bot-api-answers";
import { FaultyRun } from "../support/faulty-run";
import { TelegramMember } from "../support/telegram-member";

jest.setTimeout(60_000);

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

/**
 * Sets the answer to the Bot API methods of deliveries.
 * @returns a function that returns the number of calls so far
 */
function answer(behaviour: Behaviour, methods: readonly string[] = ["sendMessage"]): () => number {
  let count = 0;
  faulty.behave(({ service, action }) => {
    if (service !== "telegram" || !methods.includes(action)) {
      return "pass";
    }
    count += 1;
    return behaviour;
  });
  return () => count;
}

/** Returns the function's log entries about a channel's deliveries: the errors, and the metrics for the alarm. */
function attention({ channelName }: Host) {
  const outbox = run.log.filter(({ source }) => source === "dev-outbox");
  const entries = outbox.filter(
    ({ level, message, fields }) =>
      level === "error" &&
      message === "a delivery needs an operator's attention" &&
      fields?.channel === channelName,
  );
  const metrics = outbox
    .filter(({ message }) => message.includes('"DeliveriesNeedingAttention"'))
    .map(({ message }) => JSON.parse(message))
    .filter(({ channel }) => channel === channelName);
  return { entries, metrics };
}

const page = "<html><body><h1>It works!</h1></body></html>";

describe("a post to the host", () => {
  it.each<[string, Behaviour]>([
    ["401", refusal(401, "Unauthorized")],
    ["404, for a wrong token or API root", refusal(404, "Not Found")],
    ["409", refusal(409, "Conflict: terminated by other getUpdates request")],
    ["a proxy's HTML", { status: 502, html: page }],
    ["HTML with 200", { status: 200, html: page }],
    ["JSON without error_code", { status: 400, body: { ok: false, description: "Bad Request" } }],
    ["400 not enough rights", refusal(400, "Bad Request: not enough rights to send text messages")],
    ["400 temporarily unavailable", refusal(400, "Bad Request: the file is temporarily unavailable")],
  ])("that gets %s stays pending, is logged, and is counted for the alarm", async (_, behaviour) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const answered = answer(behaviour);

    await visitor.ask(["TXT", "1", "still pending", nextTimestamp()]);
    await eventually("the first attempt is reported", () => attention(host).metrics.length > 0);
    await faulty.advanceUntil("the second attempt is reported", () => attention(host).metrics.length > 1);
    faulty.heal();
    await faulty.advanceUntil("it is posted", () => host.told.includes("still pending"));

    const { entries, metrics } = attention(host);
    expect([entries.length, metrics.length]).toEqual([answered(), answered()]);
    const dimensions = { service: "outbox", stage: "dev" };
    expect(metrics[0]).toMatchObject({ DeliveriesNeedingAttention: 1, direction: "toHost", ...dimensions });
    expect(metrics[0]._aws.CloudWatchMetrics).toMatchObject([{ Namespace: "kite" }]);
    expect(visitor.unread).toEqual([]);
  });

  it.each<[string, Behaviour]>([
    ["429", tooManyRequests(1)],
    ["500", serverError],
    ["no response", "cut"],
  ])("that gets %s is retried without an alarm", async (_, behaviour) => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const answered = answer(behaviour);

    await visitor.ask(["TXT", "1", "soon there", nextTimestamp()]);
    await faulty.advanceUntil("it is tried twice", () => answered() >= 2);
    faulty.heal();
    await faulty.advanceUntil("it is posted", () => host.told.includes("soon there"));

    expect(attention(host)).toEqual({ entries: [], metrics: [] });
  });
});

describe("a message to a visitor", () => {
  it("in Telegram is counted for the alarm if it gets 404, and waits longer after each attempt", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    member.say("Hello");
    const question = await host.hears("\nHello");
    const hidden: number[] = [];
    faulty.behave(({ service, action, body }) => {
      if (action === "ChangeMessageVisibility") {
        hidden.push(JSON.parse(body).VisibilityTimeout);
      }
      return service === "telegram" ? refusal(404, "Not Found") : "pass";
    });

    host.say("still pending", question);
    await eventually("the first attempt is reported", () => attention(host).metrics.length > 0);
    await faulty.advanceUntil("the third attempt is reported", () => attention(host).metrics.length > 2);

    expect(attention(host).metrics[0]).toMatchObject({ direction: "toVisitor" });
    // A wait of a minute or more hides the notification while an attempt runs, so only shorter waits count.
    expect(hidden.filter((seconds) => seconds < 60).slice(0, 3)).toEqual([2, 4, 8]);
    faulty.heal();
    await faulty.advanceUntil("it is delivered", () =>
      member.heard.some(({ text }) => text === "still pending"),
    );
  });

  it("is counted for the alarm if Telegram responds with 404 when its file is copied", async () => {
    const host = await run.host();
    const visitor = await run.knownVisitor(host);
    const question = await host.hears("Hello of Ada");
    answer(refusal(404, "Not Found"), ["getFile"]);

    const file = { kind: "document", bytes: Buffer.from("%PDF-1.7"), fileName: "a.pdf" } as const;
    run.telegram.sendFile(
      host.chatId,
      host.userId,
      { ...file, mimeType: "application/pdf" },
      { replyTo: question.message_id },
    );
    await eventually("the attempt is reported", () => attention(host).metrics.length === 1);

    expect(attention(host).metrics[0]).toMatchObject({ direction: "toVisitor" });
    faulty.heal();
    await faulty.advanceUntil("the file arrives", () => visitor.unread.length === 1);
  });
});
