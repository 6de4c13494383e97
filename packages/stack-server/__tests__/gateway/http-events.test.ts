import { request } from "node:http";
import fc from "fast-check";
import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import { httpApi, type SampleGateway, stage, startGateway } from "./sample-gateway";

const formatPage = documented("apigateway/latest/developerguide/http-api-develop-integrations-lambda.html");
const capturedEvent = observed(
  "https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/apigwv2-request.json",
);
const capturedPaths = observed(
  "https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(routeKey: string, rest: Parameters<typeof httpApi>[1] = {}) {
  sample = await startGateway(
    { httpApis: [httpApi({ [routeKey]: "app" }, rest)] },
    { app: () => ({ statusCode: 200, body: "ok" }) },
  );
  return `http://127.0.0.1:${sample.port}/beta`;
}

/** Sends a path unchanged. `fetch` would normalize the path. @returns the status */
const send = (path: string, headers: Record<string, string | string[]> = {}) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ port: sample.port, host: "127.0.0.1", path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

awsBehavior(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "The event contains version, route, path, query, cookies, headers, request context, path parameters, stage variables and body.",
    source: formatPage,
  },
  async () => {
    const url = await start("POST /items/{id}", {
      stages: [stage("beta", { stageVariables: { kind: "test" } })],
    });

    await fetch(`${url}/items/a%20b?x=1&x=2&y=%20`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Cookie: "a=1; b=2", "User-Agent": "jest" },
      body: '{"é":1}',
    });

    const event = sample.seen[0]?.event;
    expect(event).toEqual({
      version: "2.0",
      routeKey: "POST /items/{id}",
      rawPath: "/beta/items/a b",
      rawQueryString: "x=1&x=2&y=%20",
      cookies: ["a=1", "b=2"],
      headers: expect.objectContaining({
        "content-type": "application/json",
        "content-length": "8",
        host: `127.0.0.1:${sample.port}`,
        "user-agent": "jest",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-port": String(sample.port),
        "x-amzn-trace-id": expect.stringMatching(/^Root=1-/),
      }),
      queryStringParameters: { x: "1,2", y: " " },
      requestContext: {
        accountId: "000000000000",
        apiId: "httpapi123",
        domainName: `127.0.0.1:${sample.port}`,
        domainPrefix: "127",
        http: {
          method: "POST",
          path: "/beta/items/a b",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "jest",
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        routeKey: "POST /items/{id}",
        stage: "beta",
        time: "01/Jan/2024:00:00:00 +0000",
        timeEpoch: sample.clock.now(),
      },
      pathParameters: { id: "a b" },
      stageVariables: { kind: "test" },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  },
);

awsBehavior(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "Missing cookies, query, path parameters or body are absent from the event.",
    source: assumed("the documented example of an event contains all of them"),
  },
  async () => {
    const url = await start("GET /tg");

    await fetch(`${url}/tg`);

    expect(Object.keys(sample.seen[0]?.event)).toEqual([
      "version",
      "routeKey",
      "rawPath",
      "rawQueryString",
      "headers",
      "requestContext",
      "isBase64Encoded",
    ]);
  },
);

awsBehavior(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "Header names are in lower case, the values of a repeated header are joined by commas, and cookies are a separate list.",
    source: capturedEvent,
  },
  async () => {
    await start("GET /tg");

    await send("/beta/tg", { "X-Many": ["1", "2"], Cookie: ["a=1", "b=2"] });

    const { headers, cookies } = sample.seen[0]?.event ?? {};
    expect(headers).toMatchObject({ "x-many": "1,2" });
    expect(headers).not.toHaveProperty("cookie");
    expect(cookies).toEqual(["a=1", "b=2"]);
  },
);

awsBehavior(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "`rawQueryString` is unchanged; `queryStringParameters` is decoded, with repeated names joined by commas.",
    source: capturedEvent,
  },
  async () => {
    await start("GET /tg");

    await send("/beta/tg?repeat=one&repeat=two&plus=a+b&encoded=a%2Bb&empty=");

    expect(sample.seen[0]?.event).toMatchObject({
      rawQueryString: "repeat=one&repeat=two&plus=a+b&encoded=a%2Bb&empty=",
      queryStringParameters: { repeat: "one,two", plus: "a b", encoded: "a+b", empty: "" },
    });
  },
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "`rawPath` and `http.path` are decoded twice and end at an encoded question mark.",
    source: capturedPaths,
  },
  () => {
    it.each([
      ["/a/plain", "/a/plain"],
      ["/a/space%20b", "/a/space b"],
      ["/a/question%3Fb", "/a/question"],
      ["/a/hash%23b", "/a/hash#b"],
      ["/a/slash%2Fb", "/a/slash/b"],
      ["/a/%CE%BB", "/a/λ"],
      ["/a/literal%252Fb", "/a/literal/b"],
      ["/a/literal%253Fb", "/a/literal?b"],
      ["/a/literal%2525b", "/a/literal%b"],
    ])("%s becomes %s", async (sent, shown) => {
      await start("$default");

      await send(`/beta${sent}`);

      const { rawPath, requestContext } = sample.seen[0]?.event ?? {};
      expect([rawPath, requestContext.http.path]).toEqual([`/beta${shown}`, `/beta${shown}`]);
    });
  },
);

awsBehavior(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "A path that cannot be decoded twice, such as `/percent%25done`, is rejected.",
    source: capturedPaths,
  },
  async () => {
    await start("$default");

    const statuses = [await send("/beta/percent%25done"), await send("/beta/%E0%A4%A")];

    expect(statuses).toEqual([400, 400]);
    expect(sample.seen).toEqual([]);
  },
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: events in payload format 2.0",
    aws: "The body is text for `text/*`, JSON, XML and JavaScript, and base64 for all other types, including forms, and without a type.",
    source: observed("https://github.com/ministackorg/ministack/pull/766"),
  },
  () => {
    it.each([
      ["application/json; charset=utf-8", false],
      ["application/xml", false],
      ["application/javascript", false],
      ["text/csv", false],
      ["application/problem+json", true],
      ["image/svg+xml", true],
      ["application/x-www-form-urlencoded", true],
      ["image/png", true],
      ["multipart/form-data; boundary=x", true],
      ["", true],
    ])("a body of the type %j has isBase64Encoded %s", async (type, isBase64Encoded) => {
      const url = await start("POST /tg");

      await fetch(`${url}/tg`, {
        method: "POST",
        headers: { "content-type": type },
        body: Buffer.from("a=é"),
      });

      const body = isBase64Encoded ? Buffer.from("a=é").toString("base64") : "a=é";
      expect(sample.seen[0]?.event).toMatchObject({ body, isBase64Encoded });
    });
  },
);

it("the function receives any body and any query without loss", async () => {
  const url = await start("POST /tg");
  const pairs = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: "grapheme" })), {
    maxLength: 4,
  });

  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), pairs, async (bytes, query) => {
      sample.seen.length = 0;
      const wanted = new URLSearchParams(
        query.map(([name, value]): [string, string] => [name, value.toWellFormed()]),
      );

      await fetch(`${url}/tg?${wanted}`, {
        method: "POST",
        headers: { "content-type": "image/png" },
        body: Buffer.from(bytes),
      });

      const event = sample.seen[0]?.event;
      expect(Buffer.from(event.body ?? "", "base64")).toEqual(Buffer.from(bytes));
      expect(event.rawQueryString).toBe(wanted.toString());
      for (const name of new Set(wanted.keys())) {
        expect(event.queryStringParameters[name]).toBe(wanted.getAll(name).join(","));
      }
    }),
    { numRuns: 100 },
  );
});
