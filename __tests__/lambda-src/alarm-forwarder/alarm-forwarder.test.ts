import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describeNotification } from "../../../lambda-src/alarm-forwarder/describe-notification";
import { post } from "../../../lambda-src/alarm-forwarder/post";

const alarm = {
  AlarmName: "kite-dev-undeliverable",
  AlarmDescription: "Something could not be delivered. docs/runbook.md#undeliverable-messages",
  NewStateValue: "ALARM",
  NewStateReason: "Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (0.0).",
  Region: "EU (Ireland)",
};

describe("the text of a notification", () => {
  it.each([
    ["ALARM", "🔴 ALARM: kite-dev-undeliverable"],
    ["OK", "🟢 OK: kite-dev-undeliverable"],
    ["INSUFFICIENT_DATA", "⚪ INSUFFICIENT_DATA: kite-dev-undeliverable"],
  ])("has the state %s first, then the description and the reason", (state, head) => {
    const text = describeNotification({ Message: JSON.stringify({ ...alarm, NewStateValue: state }) });

    expect(text.split("\n")).toEqual([head, alarm.AlarmDescription, alarm.NewStateReason]);
  });

  it.each([
    [
      "with its subject, if it is not JSON",
      { Subject: "AWS Budgets", Message: "You have 80 %" },
      "AWS Budgets\nYou have 80 %",
    ],
    ["alone, if the notification has no subject", { Message: '{"drift":true}' }, '{"drift":true}'],
  ])("is the message %s", (_case, notification, expected) => {
    const text = describeNotification(notification);

    expect(text).toBe(expected);
  });

  it("fits into a Telegram message", () => {
    const text = describeNotification({ Message: "x".repeat(100_000) });

    expect(text.length).toBeLessThan(4096);
  });
});

describe("forwarding a notification", () => {
  const seen: { path: string | undefined; body: unknown }[] = [];
  let status = 200;
  let server: Server;
  beforeAll((done) => {
    server = createServer(async (request: IncomingMessage, response) => {
      let body = "";
      for await (const chunk of request) {
        body += chunk;
      }
      seen.push({ path: request.url, body: JSON.parse(body) });
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1", done);
  });
  beforeEach(() => {
    seen.length = 0;
    status = 200;
  });
  afterAll((done) => {
    server.close(done);
  });
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it.each([
    ["Slack", "/services/T0/B0/secret", "/services/T0/B0/secret", { text: "Hello" }],
    [
      "Telegram",
      "/bot1:secret/sendMessage?chat_id=-100",
      "/bot1:secret/sendMessage",
      { chat_id: "-100", text: "Hello" },
    ],
  ])("to %s sends the fields of the service's API", async (_name, path, wantedPath, body) => {
    await post(`${base()}${path}`, "Hello");

    expect(seen).toEqual([{ path: wantedPath, body }]);
  });

  it.each([
    ["a rejected request", () => base(), 403, /answered 403/],
    ["an unreachable server", () => "http://127.0.0.1:1", 200, /cannot be reached/],
  ])("fails for %s, without the URL in the error", async (_case, url, answer, message) => {
    status = answer;

    const error: Error = await post(`${url()}/bot1:secret/sendMessage?chat_id=1`, "Hello").catch((it) => it);

    expect(error.message).toMatch(message);
    expect(`${error.stack}`).not.toContain("secret");
  });

  it("rejects an invalid URL, without the URL in the error or its properties", async () => {
    const error: Error = await post("hooks.slack.com/services/secret", "Hello").catch((it) => it);

    expect(error.message).toContain("the parameter does not contain a URL");
    expect(JSON.stringify({ ...error, stack: error.stack })).not.toContain("secret");
    expect(seen).toEqual([]);
  });
});
