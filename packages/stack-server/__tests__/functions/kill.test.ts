import { systemClock } from "../../src/clock";
import { Faults } from "../../src/faults";
import { killsBy } from "../../src/functions/kills";
import { type LocalListener, listenLocally } from "../../src/http";
import { type SampleFunctions, startSamples } from "./sample-functions";

/** A function that calls a service by `http` or `fetch`, and returns the response. */
const caller = `
import http from "node:http";
const over = {
  http: (url, { method, target, body }) => new Promise((resolve, reject) => {
    const headers = target ? { "x-amz-target": target } : {};
    http.request(url, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => { text += chunk; });
      response.on("end", () => resolve(text));
    }).on("error", reject).end(body);
  }),
  fetch: async (url, { method, body }) => (await fetch(url, { method, body: body ?? null })).text(),
};
export const handler = ({ way, url, ...call }) => over[way](url, call);
`;

let service: LocalListener;
let done: string[];
let faults: Faults;
let samples: SampleFunctions;

beforeAll(async () => {
  service = await listenLocally((request, response) => {
    done.push(`${request.method} ${request.url}`);
    response.statusCode = request.url === "/fails" ? 500 : 200;
    response.end("answered");
  });
  faults = new Faults(systemClock);
  samples = await startSamples({ sample: { files: { "index.mjs": caller } } }, { onCall: killsBy(faults) });
});
afterAll(async () => {
  await samples.stop();
  await service.close();
});
beforeEach(() => {
  done = [];
});
afterEach(() => faults.clear());

const call = (path: string, rest: object) =>
  samples.runtime.invoke("sample", { url: `${service.endpoint}${path}`, method: "POST", ...rest });

describe("a function with an injected kill", () => {
  it.each(["http", "fetch"])(
    "does not receive the response to a call by %s, and its next invocation succeeds",
    async (way) => {
      faults.add({ place: "function", kind: "kill", times: 1 });

      const killed = await call("/bot4242:secret/sendMessage", { way, body: "Hi" });
      const next = await call("/bot4242:secret/sendMessage", { way, body: "Hi" });

      expect(killed).toMatchObject({ ok: false, reason: "Crashed", errorType: "Runtime.ExitError" });
      expect(next).toEqual({ ok: true, payload: "answered" });
      expect(done).toEqual(["POST /bot4242:secret/sendMessage", "POST /bot4242:secret/sendMessage"]);
    },
  );

  it.each([
    ["a read by its action", "/", { way: "http", target: "DynamoDB_20120810.Query" }],
    ["a read of the Bot API", "/bot4242:secret/getMe", { way: "fetch" }],
    ["a GET", "/anything", { way: "http", method: "GET" }],
    ["a call that failed", "/fails", { way: "http" }],
  ])("is not killed after %s", async (_case, path, rest) => {
    faults.add({ place: "function", kind: "kill" });

    expect(await call(path, rest)).toEqual({ ok: true, payload: "answered" });
  });

  it.each([
    ["dynamodb", "PutItem", "/", { target: "DynamoDB_20120810.PutItem" }],
    ["sqs", "SendMessage", "/", { target: "AmazonSQS.SendMessage" }],
    ["push", "POST", "/dev/%40connections/abc=", {}],
    ["s3", "PUT", "/files/a", { method: "PUT" }],
    ["other", "sendMessage", "/bot4242:secret/sendMessage", {}],
  ])("can be selected by the service %s and the action %s", async (service, action, path, rest) => {
    faults.add({ place: "function", kind: "kill", only: service });
    expect(await call(path, { way: "http", ...rest })).toMatchObject({ ok: false });
    faults.clear();
    faults.add({ place: "function", kind: "kill", only: action });
    expect(await call(path, { way: "http", ...rest })).toMatchObject({ ok: false });
  });

  it("is reported with the call's body and invocation, but never with a path that may contain a secret", async () => {
    const decisions: unknown[] = [];
    const observed = new Faults(systemClock, { onDecision: (decision) => decisions.push(decision) });
    const decide = killsBy(observed);

    await decide({
      functionName: "sample",
      requestId: "r1",
      event: "{}",
      method: "POST",
      host: "api.example",
      path: "/bot4242:secret/sendMessage",
      target: "",
      status: 200,
      body: "Hi",
    });

    expect(decisions).toMatchObject([
      { content: "Hi", context: { requestId: "r1", event: "{}", service: "other", action: "sendMessage" } },
    ]);
    expect(JSON.stringify(decisions)).not.toContain("secret");
  });
});
