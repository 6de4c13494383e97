import {
  Fails,
  type Handler,
  httpApi,
  lambda,
  type SampleGateway,
  stage,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample?.stop());

async function answerOf(handler: Handler, method = "GET") {
  sample = await startGateway({ httpApis: [httpApi({ "ANY /tg": "app" })] }, { app: handler });
  return fetch(`http://127.0.0.1:${sample.port}/beta/tg`, { method, redirect: "manual" });
}

describe("an answer with statusCode", () => {
  it("is sent with its headers, cookies and body", async () => {
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
    expect(answer.headers.get("apigw-requestid")).toBe(sample.seen[0]?.event.requestContext.requestId);
    expect(await answer.text()).toBe("<p>é</p>");
  });

  it("is plain text unless it says otherwise", async () => {
    const answer = await answerOf(() => ({ statusCode: 200, body: "ok" }));

    expect(answer.headers.get("content-type")).toBe("text/plain;charset=UTF-8");
  });

  it("is decoded from base64", async () => {
    const bytes = Buffer.from([0, 255, 128]);

    const answer = await answerOf(() => ({
      statusCode: 200,
      body: bytes.toString("base64"),
      isBase64Encoded: true,
    }));

    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

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
  ])("may be %j", async (value, status) => {
    const answer = await answerOf(() => value);

    expect([answer.status, await answer.text()]).toEqual([status, ""]);
  });
});

describe("an answer without statusCode", () => {
  it.each([
    [{ message: "hi" }, '{"message":"hi"}'],
    ["Hello", "Hello"],
    [[1, 2], "[1,2]"],
    [7, "7"],
    [undefined, "null"],
  ])("%j is the body of a 200", async (value, body) => {
    const answer = await answerOf(() => value);

    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "application/json",
      body,
    ]);
  });
});

describe("no answer of the function", () => {
  it.each<[string, Handler, number, string]>([
    [
      "it throws",
      () => {
        throw new Error("private");
      },
      500,
      "Internal Server Error",
    ],
    [
      "it times out",
      () => {
        throw new Fails({
          ok: false,
          reason: "TimedOut",
          errorType: "Sandbox.Timedout",
          errorMessage: "private",
        });
      },
      500,
      "Internal Server Error",
    ],
    [
      "it is throttled",
      () => {
        throw new Fails({
          ok: false,
          reason: "Throttled",
          errorType: "TooManyRequestsException",
          errorMessage: "private",
        });
      },
      503,
      "Service Unavailable",
    ],
    ["its status is none", () => ({ statusCode: 99 }), 500, "Internal Server Error"],
    ["its status is a word", () => ({ statusCode: "ok" }), 500, "Internal Server Error"],
    ["its body is an object", () => ({ statusCode: 200, body: {} }), 500, "Internal Server Error"],
    [
      "a header would split the answer",
      () => ({ statusCode: 200, headers: { "x-a": "b\r\nx-c: d" } }),
      500,
      "Internal Server Error",
    ],
    [
      "a header's name is none",
      () => ({ statusCode: 200, headers: { "x a": "b" } }),
      500,
      "Internal Server Error",
    ],
    [
      "a cookie would split the answer",
      () => ({ statusCode: 200, cookies: ["a=1\r\n"] }),
      500,
      "Internal Server Error",
    ],
  ])("because %s gives the gateway's, and a line in the log", async (_, handler, status, message) => {
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

  it("because it is not there gives 500 and names it", async () => {
    sample = await startGateway({ httpApis: [httpApi({ "GET /tg": "absent" })] });

    const answer = await fetch(`http://127.0.0.1:${sample.port}/beta/tg`);

    expect(answer.status).toBe(500);
    expect(sample.entries[0]?.message).toContain("Function not found: absent");
  });
});

describe("a plan that one port cannot serve", () => {
  it.each([
    [
      "WebSocket",
      { webSocketApis: [webSocketApi({}), webSocketApi({}, { address: "aws_apigatewayv2_api.other" })] },
      "aws_apigatewayv2_api.sockets and aws_apigatewayv2_api.other",
    ],
    [
      "HTTP",
      { httpApis: [httpApi({}), httpApi({}, { address: "aws_apigatewayv2_api.other" })] },
      "aws_apigatewayv2_api.web and aws_apigatewayv2_api.other",
    ],
  ])(
    "for its two %s APIs have the same stage is refused at start, with both names",
    async (_, plan, names) => {
      await expect(startGateway(plan)).rejects.toThrow(`have a stage named beta: ${names}.`);
    },
  );

  it.each(["1.0", undefined])(
    "for its payload format is %s is refused at start",
    async (payloadFormatVersion) => {
      const plan = {
        httpApis: [
          httpApi({ "GET /tg": lambda("app", { payloadFormatVersion }) }, { stages: [stage("beta")] }),
        ],
      };

      await expect(startGateway(plan)).rejects.toThrow("aws_apigatewayv2_integration.app");
    },
  );
});
