import { request } from "node:http";
import { eventually, httpApi, lambda, type SampleGateway, stage, startGateway } from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

const ok = () => ({ statusCode: 200, body: "ok" });

async function start(routes: Parameters<typeof httpApi>[0], rest: Parameters<typeof httpApi>[1] = {}) {
  const names = new Set(
    Object.values(routes).map((integration) => (typeof integration === "string" ? integration : "app")),
  );
  sample = await startGateway(
    { httpApis: [httpApi(routes, rest)] },
    Object.fromEntries([...names].map((name) => [name, ok])),
  );
  return `http://127.0.0.1:${sample.port}`;
}

describe("the route of an HTTP request", () => {
  const routes = {
    "GET /pets/dog/1": "exact",
    "GET /pets/dog/{id}": "variable",
    "ANY /pets/dog/{id}": "any",
    "GET /pets/{proxy+}": "greedy",
    "ANY /{proxy+}": "all",
    "GET /": "root",
    $default: "fallback",
  };

  it.each([
    ["GET", "/beta/pets/dog/1", "exact", undefined],
    ["GET", "/beta/pets/dog/2", "variable", { id: "2" }],
    ["POST", "/beta/pets/dog/1", "any", { id: "1" }],
    ["GET", "/beta/pets/dog/a%20b%2Fc", "variable", { id: "a b/c" }],
    ["GET", "/beta/pets/cat/1", "greedy", { proxy: "cat/1" }],
    ["PUT", "/beta/pets/cat/1", "all", { proxy: "pets/cat/1" }],
    ["GET", "/beta/pets/dog/", "greedy", { proxy: "dog/" }],
    ["GET", "/beta/__proto__", "all", { proxy: "__proto__" }],
    ["GET", "/beta", "root", undefined],
    ["GET", "/beta/", "root", undefined],
    ["POST", "/beta/", "fallback", undefined],
  ])("%s %s is %s", async (method, path, name, pathParameters) => {
    const url = await start(routes);

    const answer = await fetch(url + path, { method });

    expect(answer.status).toBe(200);
    expect(sample.seen[0]?.name).toBe(name);
    expect(sample.seen[0]?.event.pathParameters).toEqual(pathParameters);
  });

  it.each([
    ["GET", "/beta/tg/more"],
    ["GET", "/beta/tg/"],
    ["PUT", "/beta/tg"],
    ["GET", "/beta"],
  ])("%s %s is none, and a 404", async (method, path) => {
    const url = await start({ "GET /tg": "app", "POST /tg": "app" });

    const answer = await fetch(url + path, { method });

    expect([answer.status, await answer.json()]).toEqual([404, { message: "Not Found" }]);
    expect(sample.seen).toEqual([]);
  });

  it("is left to others when no stage has the name", async () => {
    const url = await start({ $default: "app" });

    const answer = await fetch(`${url}/other`);

    expect([answer.status, await answer.text()]).toEqual([404, "nobody"]);
  });

  it("lies at the root for the stage $default", async () => {
    const url = await start({ "GET /tg": "app" }, { stages: [stage("$default")] });

    await fetch(`${url}/tg`);

    expect(sample.seen[0]?.event).toMatchObject({
      rawPath: "/tg",
      routeKey: "GET /tg",
      requestContext: { stage: "$default" },
    });
  });

  it("leads to the function of the stage", async () => {
    sample = await startGateway(
      {
        httpApis: [
          httpApi(
            { "GET /tg": "${stageVariables.function}" },
            { stages: [stage("beta", { stageVariables: { function: "one" } }), stage("gamma")] },
          ),
        ],
      },
      { one: ok },
    );

    const answers = await Promise.all(
      ["beta", "gamma"].map((name) => fetch(`http://127.0.0.1:${sample.port}/${name}/tg`)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 500]);
    expect(sample.entries[0]?.message).toContain(
      "Route GET /tg of stage gamma failed: stage gamma (aws_apigatewayv2_stage.gamma) has no stage variable function",
    );
  });
});

describe("the event of an HTTP request", () => {
  it("has all that payload format 2.0 names", async () => {
    const url = await start(
      { "POST /items/{id}": "app" },
      { stages: [stage("beta", { stageVariables: { kind: "test" } })] },
    );

    await fetch(`${url}/beta/items/a%20b?x=1&x=2&y=%20`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Cookie: "a=1; b=2",
        "User-Agent": "jest",
        "X-Kite": "é".normalize("NFC"),
      },
      body: '{"é":1}',
    });

    const event = sample.seen[0]?.event;
    expect(event).toEqual({
      version: "2.0",
      routeKey: "POST /items/{id}",
      rawPath: "/beta/items/a%20b",
      rawQueryString: "x=1&x=2&y=%20",
      cookies: ["a=1", "b=2"],
      headers: expect.objectContaining({
        "content-type": "application/json",
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
          path: "/beta/items/a%20b",
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
    expect(event.headers).not.toHaveProperty("cookie");
  });

  it("lacks what the request lacks", async () => {
    const url = await start({ "GET /tg": "app" });

    await fetch(`${url}/beta/tg`);

    expect(Object.keys(sample.seen[0]?.event)).toEqual([
      "version",
      "routeKey",
      "rawPath",
      "rawQueryString",
      "headers",
      "requestContext",
      "isBase64Encoded",
    ]);
  });

  it("joins repeated headers by commas", async () => {
    await start({ "GET /tg": "app" });

    await new Promise((resolve) => {
      request(
        {
          port: sample.port,
          host: "127.0.0.1",
          path: "/beta/tg",
          headers: { "X-Many": ["1", "2"], Cookie: ["a=1", "b=2"] },
        },
        resolve,
      ).end();
    });

    expect(sample.seen[0]?.event).toMatchObject({ headers: { "x-many": "1,2" }, cookies: ["a=1", "b=2"] });
  });

  it.each([
    ["application/json; charset=utf-8", false],
    ["text/csv", false],
    ["application/problem+json", false],
    ["image/svg+xml", false],
    ["application/x-www-form-urlencoded", true],
    ["image/png", true],
    ["multipart/form-data; boundary=x", true],
  ])("holds a body of type %s in base64: %s", async (type, isBase64Encoded) => {
    const url = await start({ "POST /tg": "app" });

    await fetch(`${url}/beta/tg`, { method: "POST", headers: { "content-type": type }, body: "a=é" });

    const body = isBase64Encoded ? Buffer.from("a=é").toString("base64") : "a=é";
    expect(sample.seen[0]?.event).toMatchObject({ body, isBase64Encoded });
  });
});

describe("an HTTP request that is refused", () => {
  it("has more than 10 MB", async () => {
    const url = await start({ "POST /tg": "app" });

    const answer = await fetch(`${url}/beta/tg`, {
      method: "POST",
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });

    expect([answer.status, await answer.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    expect(sample.seen).toEqual([]);
  });

  it("comes when the stage's tokens are spent", async () => {
    const url = await start(
      { "GET /tg": "app" },
      { stages: [stage("beta", { throttling: { rateLimit: 1, burstLimit: 1 } })] },
    );
    await fetch(`${url}/beta/tg`);

    const answer = await fetch(`${url}/beta/tg`);

    expect([answer.status, await answer.json()]).toEqual([429, { message: "Too Many Requests" }]);
    expect(sample.seen).toHaveLength(1);
  });

  it("cannot be decoded", async () => {
    await start({ $default: "app" });

    const status = await new Promise((resolve) => {
      request({ port: sample.port, host: "127.0.0.1", path: "/beta/%E0%A4%A" }, (response) =>
        resolve(response.statusCode),
      ).end();
    });

    expect(status).toBe(400);
  });

  it("is given up by the client without harm", async () => {
    await start({ "POST /tg": "app" });

    const attempt = request({
      port: sample.port,
      host: "127.0.0.1",
      path: "/beta/tg",
      method: "POST",
      headers: { "content-length": "100" },
    });
    attempt.on("error", () => undefined);
    attempt.write("half");
    await new Promise((resolve) => setTimeout(resolve, 20));
    attempt.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(sample.seen).toEqual([]);
    expect(sample.entries).toEqual([]);
  });

  it("takes longer than the integration's time", async () => {
    sample = await startGateway(
      { httpApis: [httpApi({ "GET /tg": lambda("slow", { timeoutMilliseconds: 3000 }) })] },
      { slow: () => new Promise(() => undefined) },
    );
    const pending = fetch(`http://127.0.0.1:${sample.port}/beta/tg`);
    await eventually(() => sample.seen.length === 1);

    await sample.clock.advance(3000);

    const answer = await pending;
    expect([answer.status, await answer.json()]).toEqual([503, { message: "Service Unavailable" }]);
    expect(sample.entries[0]?.message).toContain("took longer than its timeout of 3000 ms");
  });
});
