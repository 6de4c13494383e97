import { request } from "node:http";
import { assumed, awsBehavior, documented } from "../behaviors/aws-behavior";
import { eventually, httpApi, lambda, type SampleGateway, startGateway } from "./sample-gateway";

const quotas = documented("apigateway/latest/developerguide/http-api-quotas.html");

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start() {
  sample = await startGateway(
    { httpApis: [httpApi({ "POST /tg": "app" })] },
    { app: () => ({ statusCode: 200, body: "ok" }) },
  );
  return `http://127.0.0.1:${sample.port}/beta/tg`;
}

const post = (url: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers });

awsBehavior(
  {
    subject: "HTTP API: errors and limits",
    aws: 'A body of more than 10 MB is rejected with a 413 and `{"message":"Request Entity Too Large"}`.',
    source: quotas,
  },
  async () => {
    const url = await start();

    const answer = await post(url, Buffer.alloc(10 * 1024 * 1024 + 1));

    expect([answer.status, await answer.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    expect(sample.seen).toEqual([]);
  },
);

awsBehavior(
  {
    subject: "HTTP API: errors and limits",
    aws: "A body that makes the event larger than Lambda's limit of 6 MB gets a 413; a body that is sent in base64 reaches the limit at 4.5 MB.",
    source: assumed("Lambda documents the limit, and responds with 413"),
  },
  async () => {
    const url = await start();
    const type = { "content-type": "image/png" };

    const tooLong = await post(url, Buffer.alloc(4_800_000), type);
    const fine = await post(url, Buffer.alloc(4_600_000), type);

    expect([tooLong.status, fine.status]).toEqual([413, 200]);
    expect(sample.seen).toHaveLength(1);
  },
);

awsBehavior(
  {
    subject: "HTTP API: errors and limits",
    aws: "The request line and the header values have at most 10,240 bytes in total.",
    source: quotas,
  },
  async () => {
    const url = await start();

    const tooLong = await post(url, "{}", { "x-long": "x".repeat(10_200) });
    const fine = await post(url, "{}", { "x-long": "x".repeat(9_900) });

    expect([tooLong.status, fine.status]).toEqual([431, 200]);
    expect(sample.seen).toHaveLength(1);
  },
);

awsBehavior(
  {
    subject: "HTTP API: errors and limits",
    aws: 'If an integration exceeds its timeout (30 s at most), the client gets a 503 and `{"message":"Service Unavailable"}`.',
    source: assumed("the limit is documented, and AWS uses 503 for a backend that does not respond"),
  },
  async () => {
    sample = await startGateway(
      { httpApis: [httpApi({ "GET /tg": lambda("slow", { timeoutMilliseconds: 30_000 }) })] },
      { slow: () => new Promise(() => undefined) },
    );
    const pending = fetch(`http://127.0.0.1:${sample.port}/beta/tg`);
    await eventually(() => sample.seen.length === 1);

    await sample.clock.advance(30_000);

    const answer = await pending;
    expect([answer.status, await answer.json()]).toEqual([503, { message: "Service Unavailable" }]);
    expect(sample.entries[0]?.message).toContain("took longer than its timeout of 30000 ms");
  },
);

it("the gateway keeps running when a client cancels its request", async () => {
  const url = await start();
  const attempt = request(url, { method: "POST", headers: { "content-length": "100" } });
  attempt.on("error", () => undefined);
  await new Promise((resolve) => attempt.write("half", resolve));

  attempt.destroy();
  await post(url, "{}");

  expect(sample.seen).toHaveLength(1);
  expect(sample.entries).toEqual([]);
});
