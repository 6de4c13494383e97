import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import { Fails, type Handler, httpApi, type SampleGateway, startGateway } from "./sample-gateway";

const answerPage = documented(
  "apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response",
);
const errorPage = documented("apigateway/latest/developerguide/http-api-troubleshooting-lambda.html");

let sample: SampleGateway;

afterEach(() => sample.stop());

async function answerOf(handler: Handler, method = "GET") {
  sample = await startGateway({ httpApis: [httpApi({ "ANY /tg": "app" })] }, { app: handler });
  return fetch(`http://127.0.0.1:${sample.port}/beta/tg`, { method, redirect: "manual" });
}

awsBehavior(
  {
    subject: "HTTP API: responses",
    aws: "A response with `statusCode` is sent with its headers and body, and each of its `cookies` becomes a `set-cookie` header.",
    source: answerPage,
  },
  async () => {
    const answer = await answerOf(() => ({
      statusCode: 201,
      headers: { "Content-Type": "text/html", "X-Number": 7, "X-Null": null },
      cookies: ["a=1; Path=/", "b=2"],
      body: "<p>é</p>",
    }));

    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toBe("text/html");
    expect(answer.headers.get("x-number")).toBe("7");
    expect(answer.headers.has("x-null")).toBe(false);
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(await answer.text()).toBe("<p>é</p>");
  },
);

awsBehavior(
  {
    subject: "HTTP API: responses",
    aws: "Every response, including errors, has the request id in the header `apigw-requestid`.",
    source: observed("https://github.com/aws/aws-lambda-dotnet/pull/1903"),
  },
  async () => {
    const answer = await answerOf(() => ({ statusCode: 200 }));
    const refused = await fetch(`http://127.0.0.1:${sample.port}/beta/none`);

    expect(answer.headers.get("apigw-requestid")).toBe(sample.seen[0]?.event.requestContext.requestId);
    expect(refused.headers.get("apigw-requestid")).toMatch(/^[\w-]{15}=$/);
  },
);

awsBehavior(
  {
    subject: "HTTP API: responses",
    aws: "A response with `statusCode` but without a content type is sent as `text/plain; charset=utf-8`.",
    source: observed("https://github.com/rackspace/sailplane/issues/138"),
  },
  async () => {
    const answer = await answerOf(() => ({ statusCode: 200, body: "ok" }));

    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  },
);

awsBehavior(
  {
    subject: "HTTP API: responses",
    aws: "A body with `isBase64Encoded` is decoded, for any content type.",
    source: observed("https://github.com/ministackorg/ministack/pull/766"),
  },
  async () => {
    const bytes = Buffer.from([0, 255, 128]);

    const answer = await answerOf(() => ({
      statusCode: 200,
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    }));

    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  },
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: responses",
    aws: "`statusCode` may be a string of digits, and the body may be missing; the gateway sets the length and connection headers.",
    source: assumed("existing functions return such responses"),
  },
  () => {
    it.each([
      [{ statusCode: 302, headers: { location: "https://example.org/" } }, 302],
      [{ statusCode: "204" }, 204],
      [{ statusCode: 200 }, 200],
      [{ statusCode: 401, body: null }, 401],
      [
        {
          statusCode: 200,
          headers: { "content-length": "999", "transfer-encoding": "chunked", connection: "close" },
          body: "",
        },
        200,
      ],
    ])("for the response %j", async (value, status) => {
      const answer = await answerOf(() => value);

      expect([answer.status, await answer.text()]).toEqual([status, ""]);
    });
  },
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: responses",
    aws: "A response without `statusCode` becomes the body of a 200 with the type `application/json`.",
    source: answerPage,
  },
  () => {
    it.each([
      [{ message: "hi" }, '{"message":"hi"}'],
      ["Hello", "Hello"],
      [[1, 2], "[1,2]"],
      [7, "7"],
      [undefined, "null"],
    ])("for the response %j", async (value, body) => {
      const answer = await answerOf(() => value);

      expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
        200,
        "application/json",
        body,
      ]);
    });
  },
);

const fails = (reason: Fails["result"]["reason"], errorType: string) => () => {
  throw new Fails({ ok: false, reason, errorType, errorMessage: "private" });
};

function isRefused(status: number, message: string, cases: readonly (readonly [string, Handler])[]): void {
  it.each(cases)("%s, and the failure is logged", async (_, handler) => {
    const answer = await answerOf(handler);

    expect([answer.status, await answer.json()]).toEqual([status, { message }]);
    expect(sample.entries).toEqual([
      expect.objectContaining({
        level: "error",
        source: "gateway",
        message: expect.stringContaining("Route ANY /tg of stage beta failed: function app"),
      }),
    ]);
  });
}

awsBehaviorOfMany(
  {
    subject: "HTTP API: errors and limits",
    aws: 'If a function throws, crashes or times out, the client gets a 500 and `{"message":"Internal Server Error"}`.',
    source: errorPage,
  },
  () =>
    isRefused(500, "Internal Server Error", [
      [
        "it throws",
        () => {
          throw new Error("private");
        },
      ],
      ["the function crashes", fails("Crashed", "Runtime.ExitError")],
      ["the function times out", fails("TimedOut", "Sandbox.Timedout")],
      ["the function returns more than 6 MB", fails("Unhandled", "Function.ResponseSizeTooLarge")],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: errors and limits",
    aws: "A response with an invalid status, a body that is not a string, or a header with a line break becomes a 500.",
    source: assumed("AWS documents a 500 for a malformed response, and these responses are malformed"),
  },
  () =>
    isRefused(500, "Internal Server Error", [
      ["the status is out of range", () => ({ statusCode: 99 })],
      ["the status is a word", () => ({ statusCode: "ok" })],
      ["the body is an object", () => ({ statusCode: 200, body: {} })],
      ["a header would split the response", () => ({ statusCode: 200, headers: { "x-a": "b\r\nx-c: d" } })],
      ["the name of a header is invalid", () => ({ statusCode: 200, headers: { "x a": "b" } })],
      ["a cookie would split the response", () => ({ statusCode: 200, cookies: ["a=1\r\n"] })],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: errors and limits",
    aws: 'If a function is throttled, the client gets a 503 and `{"message":"Service Unavailable"}`.',
    source: assumed("the gateway responds in this way if a backend does not accept the request"),
  },
  () =>
    isRefused(503, "Service Unavailable", [
      ["the function is throttled", fails("Throttled", "TooManyRequestsException")],
    ]),
);

awsBehavior(
  {
    subject: "HTTP API: errors and limits",
    aws: "A missing function returns a 500.",
    source: errorPage,
  },
  async () => {
    sample = await startGateway({ httpApis: [httpApi({ "GET /tg": "absent" })] });

    const answer = await fetch(`http://127.0.0.1:${sample.port}/beta/tg`);

    expect(answer.status).toBe(500);
    expect(sample.entries[0]?.message).toContain("Function not found: absent");
  },
);
