import { runInThisContext } from "node:vm";
import { ManualClock } from "@kite-chat/stack-server";
import { startTestBotApi, startTestWebhook, type TestBotApi, type TestWebhook, until } from "./bot-api";

let clock: ManualClock;
let api: TestBotApi;
let webhook: TestWebhook;
beforeEach(async () => {
  clock = new ManualClock();
  api = await startTestBotApi({ clock });
  webhook = await startTestWebhook();
});
afterEach(async () => {
  await api.close();
  await webhook.close();
});

const texts = () => webhook.received.map(({ update }) => update.message?.text);
const register = (more: object = {}) =>
  api.call("setWebhook", { url: webhook.url, drop_pending_updates: true, ...more });
const info = async () => (await api.call("getWebhookInfo")).body.result;

describe("setWebhook", () => {
  it("delivers further updates with the secret token and increasing ids", async () => {
    const answer = await register({ secret_token: "a-secret_1" });
    api.telegram.say(api.group.id, api.ada.id, "/host demo");
    api.telegram.say(api.group.id, api.bob.id, "Hello");
    await webhook.waitFor(2);

    expect(answer.body).toEqual({ ok: true, result: true, description: "Webhook was set" });
    const [first, second] = webhook.received;
    expect(first?.headers).toMatchObject({
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": "a-secret_1",
    });
    expect(first?.update.message).toMatchObject({
      text: "/host demo",
      entities: [{ type: "bot_command", offset: 0, length: 5 }],
      from: { first_name: "Ada", is_bot: false },
    });
    expect(second?.update.update_id).toBe((first?.update.update_id ?? 0) + 1);
    await until(() => api.telegram.webhook.info.pending_update_count === 0);
  });

  it("sends no secret header if no secret is set", async () => {
    await register();
    api.telegram.say(api.group.id, api.ada.id, "Hello");
    await webhook.waitFor(1);

    expect(webhook.received[0]?.headers).not.toHaveProperty("x-telegram-bot-api-secret-token");
  });

  it.each([
    { given: { url: "not a url" }, description: "Bad Request: invalid webhook URL specified" },
    { given: { url: "ftp://example.com" }, description: "Bad Request: invalid webhook URL specified" },
    {
      given: { secret_token: "a b" },
      description: "Bad Request: secret token contains unallowed characters",
    },
    {
      given: { secret_token: "a".repeat(257) },
      description: "Bad Request: secret token contains unallowed characters",
    },
    {
      given: { allowed_updates: "message" },
      description: "Bad Request: can't parse allowed_updates JSON object",
    },
  ])("rejects $given and changes nothing", async ({ given, description }) => {
    const answer = await register(given);

    expect(answer.body).toEqual({ ok: false, error_code: 400, description });
    expect(await info()).toMatchObject({ url: "" });
  });

  it("keeps earlier updates, unless `drop_pending_updates` is set", async () => {
    api.telegram.say(api.group.id, api.ada.id, "Early");
    await register({ drop_pending_updates: false });
    await webhook.waitFor(2);
    expect(texts()).toEqual([undefined, "Early"]);

    await api.call("deleteWebhook");
    api.telegram.say(api.group.id, api.ada.id, "Dropped");
    expect(await info()).toMatchObject({ url: "", pending_update_count: 1 });
    await register();
    api.telegram.say(api.group.id, api.ada.id, "Late");
    await webhook.waitFor(3);
    expect(texts()).toEqual([undefined, "Early", "Late"]);
  });

  it("honors `allowed_updates`, and keeps the last list if the parameter is missing", async () => {
    await register({ allowed_updates: ["message"] });
    await register();
    api.telegram.setBotStatus(api.group.id, "member");
    api.telegram.setBotStatus(api.group.id, "administrator");
    api.telegram.say(api.group.id, api.ada.id, "Hello");
    await webhook.waitFor(1);

    expect(texts()).toEqual(["Hello"]);
    expect(await info()).toMatchObject({ allowed_updates: ["message"] });
  });
});

describe("deleteWebhook", () => {
  it("stops the deliveries and reports whether a webhook was set", async () => {
    await register();
    const first = await api.call("deleteWebhook");
    const second = await api.call("deleteWebhook");
    api.telegram.say(api.group.id, api.ada.id, "Hello");
    await clock.advance(60_000);

    expect(first.body.description).toBe("Webhook was deleted");
    expect(second.body.description).toBe("Webhook is already deleted");
    expect(webhook.received).toEqual([]);
  });
});

describe("a webhook that fails", () => {
  it("receives the same update again immediately, then after 2, 4 and 8 s", async () => {
    webhook.nextAnswers.push(500, 503, 500, 500);
    await register();
    api.telegram.say(api.group.id, api.ada.id, "Hello");

    await webhook.waitFor(1);
    await pause();
    await clock.advance(0);
    await webhook.waitFor(2);
    for (const [index, wait] of [2_000, 4_000, 8_000].entries()) {
      await pause();
      await clock.advance(wait - 1);
      await pause();
      expect(webhook.received).toHaveLength(index + 2);
      await clock.advance(1);
      await webhook.waitFor(index + 3);
    }

    await until(() => api.telegram.webhook.info.pending_update_count === 0);
    expect(new Set(webhook.received.map(({ update }) => update.update_id)).size).toBe(1);
    expect(await info()).toMatchObject({
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
      last_error_date: expect.any(Number),
    });
  });

  it("is retried after the time in its Retry-After header", async () => {
    webhook.nextAnswers.push(503);
    webhook.answerHeaders["retry-after"] = "30";
    await register();
    api.telegram.say(api.group.id, api.ada.id, "Hello");
    await webhook.waitFor(1);
    await pause();

    await clock.advance(29_000);
    await pause();
    expect(webhook.received).toHaveLength(1);

    await clock.advance(1_000);
    await webhook.waitFor(2);
    expect(texts()).toEqual(["Hello", "Hello"]);
  });

  it("delays later updates of its chat, but not of other chats", async () => {
    const other = api.telegram.createGroup({ title: "Other", people: [api.bob] });
    webhook.nextAnswers.push("hang up", "hang up");
    await register();
    api.telegram.say(api.group.id, api.ada.id, "One");
    api.telegram.say(api.group.id, api.ada.id, "Two");
    await webhook.waitFor(1);
    await pause();
    await clock.advance(1);
    await webhook.waitFor(2);
    await pause();

    api.telegram.say(other.id, api.bob.id, "Elsewhere");
    await webhook.waitFor(3);
    expect(texts()).toEqual(["One", "One", "Elsewhere"]);
    expect(await info()).toMatchObject({ pending_update_count: 2, last_error_message: expect.any(String) });

    await clock.advance(2_000);
    await webhook.waitFor(5);
    expect(texts().slice(3)).toEqual(["One", "Two"]);
  });

  it("does not receive an update that is older than a day", async () => {
    webhook.nextAnswers.push(...Array<number>(3000).fill(500));
    await register();
    api.telegram.say(api.group.id, api.ada.id, "Hello");
    webhook.answerHeaders["retry-after"] = "3600";
    for (let hour = 0; hour < 26; hour += 1) {
      await pause();
      await clock.advance(3_600_000);
    }
    await pause();

    expect(await info()).toMatchObject({ pending_update_count: 0 });
    expect(webhook.received.length).toBeLessThan(30);
  });
});

describe("a webhook that responds late", () => {
  it("receives a chat's next update only after it has responded to the previous one", async () => {
    const gate = { open: () => {} };
    webhook.gate = new Promise((resolve) => {
      gate.open = resolve;
    });
    await register();
    api.telegram.say(api.group.id, api.ada.id, "One");
    api.telegram.say(api.group.id, api.ada.id, "Two");
    await webhook.waitFor(1);
    await pause();
    expect(texts()).toEqual(["One"]);

    gate.open();
    await webhook.waitFor(2);
    expect(texts()).toEqual(["One", "Two"]);
  });
});

/** Waits for sockets in real time, which the fake clock does not advance. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

it("updates of many chats are posted at the same time, without a warning from Node", async () => {
  // Node emits warnings on the real process object, and Jest gives tests a copy of it.
  const node: NodeJS.Process = runInThisContext("process");
  const warnings: string[] = [];
  const note = ({ message }: Error) => warnings.push(message);
  node.on("warning", note);
  await register({ max_connections: 40 });
  const groups = Array.from({ length: 20 }, (_, index) =>
    api.telegram.createGroup({ title: `Group ${index}`, people: [api.ada] }),
  );

  for (const { id } of groups) {
    api.telegram.say(id, api.ada.id, "Hello");
  }
  await webhook.waitFor(groups.length);

  await until(() => api.telegram.webhook.info.pending_update_count === 0);
  node.off("warning", note);
  expect(warnings).toEqual([]);
});
