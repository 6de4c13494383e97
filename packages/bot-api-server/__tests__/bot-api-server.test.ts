import fc from "fast-check";
import type { AnsweredBotCall } from "../src/faults";
import { methodNames } from "../src/methods";
import { botToken, readAnswer, startTestBotApi, type TestBotApi } from "./bot-api";

let api: TestBotApi;
beforeEach(async () => {
  api = await startTestBotApi();
});
afterEach(() => api.close());

describe("the token check", () => {
  it.each([
    { path: "/botwrong/getMe", status: 401, description: "Unauthorized" },
    { path: "/bot/getMe", status: 401, description: "Unauthorized" },
    { path: "/file/botwrong/photos/file_0.png", status: 401, description: "Unauthorized" },
    { path: `/bot${botToken}/noSuchMethod`, status: 404, description: "Not Found" },
    { path: `/bot${botToken}/__proto__`, status: 404, description: "Not Found" },
    { path: `/file/bot${botToken}/photos/none.png`, status: 404, description: "Not Found" },
    { path: "/", status: 404, description: "Not Found" },
    { path: "/%E0%A4%A/getMe", status: 404, description: "Not Found" },
  ])("responds to $path with $status and without the token", async ({ path, status, description }) => {
    const answer = await readAnswer(fetch(`${api.url}${path}`));

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ ok: false, error_code: status, description });
  });

  it("accepts a method's name in any case, and only the verbs GET and POST", async () => {
    const lower = await readAnswer(fetch(`${api.url}/bot${botToken}/getme`));
    const put = await readAnswer(fetch(`${api.url}/bot${botToken}/getMe`, { method: "PUT" }));

    expect(lower.body).toMatchObject({ ok: true, result: { is_bot: true, username: "test_bot" } });
    expect(put.status).toBe(404);
  });
});

describe("the parameters of a call", () => {
  const textOf = (body: unknown) => (body as { result: { text: string } }).result.text;

  it("are read from a query string, and from a JSON, urlencoded or multipart body", async () => {
    const url = `${api.url}/bot${botToken}/sendMessage`;
    const fields = { chat_id: String(api.group.id), text: "Grüße" };
    const form = new FormData();
    form.set("chat_id", fields.chat_id);
    form.set("text", fields.text);

    const answers = await Promise.all([
      readAnswer(fetch(`${url}?${new URLSearchParams(fields)}`)),
      api.call("sendMessage", { chat_id: api.group.id, text: "Grüße" }),
      readAnswer(fetch(url, { method: "POST", body: new URLSearchParams(fields) })),
      readAnswer(fetch(url, { method: "POST", body: form })),
    ]);

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(answers.map((answer) => textOf(answer.body))).toEqual(Array(4).fill("Grüße"));
  });

  it("may contain an object as JSON text, because forms contain only text", async () => {
    const first = api.telegram.say(api.group.id, api.ada.id, "Hello");
    const answer = await api.call("sendMessage", {
      chat_id: String(api.group.id),
      text: "Hi",
      reply_parameters: JSON.stringify({ message_id: first.message_id }),
    });

    expect(answer.body.result).toMatchObject({ reply_to_message: { text: "Hello" } });
  });

  it.each([
    { contentType: "application/json", body: "{", description: "Bad Request: can't parse JSON object" },
    {
      contentType: "application/json",
      body: "[1]",
      description: "Bad Request: object expected as request body",
    },
    {
      contentType: "multipart/form-data",
      body: "--x",
      description: "Bad Request: boundary not found",
    },
  ])("are rejected in the body $body as $contentType", async ({ contentType, body, description }) => {
    const answer = await readAnswer(
      fetch(`${api.url}/bot${botToken}/sendMessage`, {
        method: "POST",
        headers: { "content-type": contentType },
        body,
      }),
    );

    expect(answer.body).toEqual({ ok: false, error_code: 400, description });
  });

  it("do not crash the server, whatever the body contains", async () => {
    const contentType = fc.constantFrom(
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/plain",
    );
    const names = [
      "chat_id",
      "text",
      "message_id",
      "reply_parameters",
      "entities",
      "photo",
      "url",
      "commands",
    ];
    const object = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    const body = fc.oneof(
      fc.string(),
      object.map((value) => JSON.stringify(value)),
    );
    const method = fc.constantFrom(...methodNames.filter((name) => name !== "setWebhook"));

    await fc.assert(
      fc.asyncProperty(method, contentType, body, async (name, type, text) => {
        const response = await fetch(`${api.url}/bot${botToken}/${name}`, {
          method: "POST",
          headers: { "content-type": type },
          body: text.replaceAll('"chat_id":""', `"chat_id":${api.group.id}`),
        });
        const answer = (await response.json()) as { ok: boolean };
        return response.status < 500 && answer.ok === (response.status === 200);
      }),
      { numRuns: 300 },
    );

    expect((await api.call("getMe")).status).toBe(200);
  });
});

describe("injected faults", () => {
  it("fail the given number of calls, then stop", async () => {
    api.telegram.faults.failNext("sendMessage", { kind: "tooManyRequests", retryAfterSeconds: 7 }, 2);
    const send = () => api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });

    const answers = [await send(), await send(), await send()];

    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 200]);
    expect(answers[0]?.body).toEqual({
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect(api.telegram.messages(api.group.id)).toHaveLength(1);
  });

  it.each([
    { kind: "serverError", status: 500, description: "Internal Server Error" },
    { kind: "blocked", status: 403, description: "Forbidden: bot was blocked by the user" },
  ] as const)("respond with $status for the fault $kind", async ({ kind, status, description }) => {
    api.telegram.faults.failNext("*", { kind });

    expect((await api.call("getMe")).body).toEqual({ ok: false, error_code: status, description });
    expect((await api.call("getMe")).status).toBe(200);
  });

  it("do not affect other methods, and can be removed", async () => {
    api.telegram.faults.failNext("sendMessage", { kind: "serverError" }, 5);

    expect((await api.call("getMe")).status).toBe(200);
    api.telegram.faults.clear();
    expect((await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" })).status).toBe(200);
  });

  it("delay a slow call, which then succeeds", async () => {
    api.telegram.faults.failNext("sendMessage", { kind: "slow", delayMilliseconds: 80 });
    const started = performance.now();

    const answer = await api.call("sendMessage", { chat_id: api.group.id, text: "Hi" });

    expect(answer.status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(70);
  });

  it("respond with 403, as if the group had removed the bot", async () => {
    api.telegram.faults.failNext("*", { kind: "kicked" });

    expect((await api.call("getMe")).body).toEqual({
      ok: false,
      error_code: 403,
      description: "Forbidden: bot was kicked from the supergroup chat",
    });
  });

  it("respond with the error page of a proxy, and the call has no effect", async () => {
    api.telegram.faults.failNext("sendMessage", { kind: "proxyPage" });

    const answer = await fetch(`${api.url}/bot${botToken}/sendMessage?chat_id=${api.group.id}&text=Hi`);

    expect(answer.status).toBe(502);
    expect(answer.headers.get("content-type")).toBe("text/html");
    expect(await answer.text()).toContain("<title>502 Bad Gateway</title>");
    expect(api.telegram.messages(api.group.id)).toHaveLength(0);
  });

  it.each([
    ["unanswered", 0],
    ["hangingAnswer", 1],
  ] as const)("of the kind %s lead to no response and to %i messages", async (kind, posted) => {
    api.telegram.faults.failNext("sendMessage", { kind });

    const calling = fetch(`${api.url}/bot${botToken}/sendMessage?chat_id=${api.group.id}&text=Hi`, {
      signal: AbortSignal.timeout(150),
    });

    await expect(calling).rejects.toMatchObject({ name: "TimeoutError" });
    expect(api.telegram.messages(api.group.id)).toHaveLength(posted);
  });

  it("are chosen by `choose` if no `failNext` applies, and each call is reported with its outcome", async () => {
    const { faults } = api.telegram;
    const calls: AnsweredBotCall[] = [];
    faults.choose = ({ parameters }) =>
      parameters.text("text") === "Bad" ? { kind: "serverError" } : undefined;
    faults.onCall = (call) => calls.push(call);

    await api.call("sendMessage", { chat_id: api.group.id, text: "Good" });
    await api.call("sendMessage", { chat_id: api.group.id, text: "Bad" });

    expect(calls).toMatchObject([
      { method: "sendMessage", fault: undefined, status: 200, result: { text: "Good" } },
      { method: "sendMessage", fault: { kind: "serverError" }, status: 500, result: undefined },
    ]);
  });

  it("do not undo a call whose response is lost", async () => {
    api.telegram.faults.failNext("sendMessage", { kind: "lostAnswer" });

    await expect(api.call("sendMessage", { chat_id: api.group.id, text: "Hi" })).rejects.toThrow();
    expect(api.telegram.messages(api.group.id)).toHaveLength(1);
  });
});
