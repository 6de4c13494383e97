import { request } from "node:http";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import {
  connect,
  type Handler,
  type SampleGateway,
  stage,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const connectPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html",
);
const eventPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html#api-gateway-simple-proxy-for-lambda-input-format-websocket",
);
const subProtocolPage = documented(
  "apigateway/latest/developerguide/websocket-connect-route-subprotocol.html",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(onConnect: Handler, rest = {}) {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $connect: "app", $default: "app" }, rest)] },
    {
      app: (event) =>
        event.requestContext.eventType === "CONNECT" ? onConnect(event) : { statusCode: 200, body: "answer" },
    },
  );
  return `ws://127.0.0.1:${sample.port}/beta`;
}

describe("a successful $connect", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: `$connect`",
      aws: "The upgrade waits for the integration of `$connect`, and a 2xx response opens the connection.",
      source: connectPage,
    },
    () => {
      it.each([200, 204, 299, "200"])("with the status %j", async (statusCode) => {
        const url = await start(() => ({ statusCode }));

        const client = await connect(url);

        expect(client.socket.readyState).toBe(client.socket.OPEN);
        expect(client.socket.protocol).toBe("");
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `$connect`",
      aws: "Without a `$connect` route every client is accepted.",
      source: connectPage,
    },
    async () => {
      sample = await startGateway(
        { webSocketApis: [webSocketApi({ $default: "app" })] },
        { app: () => ({ statusCode: 200, body: "answer" }) },
      );

      const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
      client.socket.send("{}");

      expect(await client.next()).toBe("answer");
      expect(sample.seen.map(({ event }) => event.requestContext.eventType)).toEqual(["MESSAGE"]);
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: events and `requestContext`",
      aws: "The event of `$connect` has the headers, as single values and as lists, and a `requestContext` without `messageId`.",
      source: eventPage,
    },
    async () => {
      const url = await start(() => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "sample" } }));

      await connect(url, ["sample"], { Origin: "https://example.org", "User-Agent": "jest" });

      const { event } = sample.seen[0] ?? {};
      expect(event).toEqual({
        headers: expect.objectContaining({
          Host: `127.0.0.1:${sample.port}`,
          Origin: "https://example.org",
          "User-Agent": "jest",
          "Sec-WebSocket-Protocol": "sample",
          "Sec-WebSocket-Version": "13",
          "Sec-WebSocket-Key": expect.any(String),
          "X-Forwarded-For": "127.0.0.1",
          "X-Forwarded-Port": String(sample.port),
          "X-Forwarded-Proto": "http",
          "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        }),
        multiValueHeaders: expect.objectContaining({ Origin: ["https://example.org"] }),
        requestContext: {
          routeKey: "$connect",
          eventType: "CONNECT",
          extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
          requestTime: "01/Jan/2024:00:00:00 +0000",
          messageDirection: "IN",
          stage: "beta",
          connectedAt: sample.clock.now(),
          requestTimeEpoch: sample.clock.now(),
          identity: { sourceIp: "127.0.0.1", userAgent: "jest" },
          requestId: event.requestContext.extendedRequestId,
          domainName: `127.0.0.1:${sample.port}`,
          connectionId: expect.stringMatching(/^[\w-]{15}=$/),
          apiId: "wsapi12345",
        },
        isBase64Encoded: false,
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: events and `requestContext`",
      aws: "The headers `Connection` and `Upgrade` of the handshake are not passed to the function.",
      source: eventPage,
    },
    async () => {
      const url = await start(() => ({ statusCode: 200 }));

      await connect(url);

      const names = Object.keys(sample.seen[0]?.event.headers).map((name) => name.toLowerCase());
      expect(names).toContain("sec-websocket-key");
      expect(names.filter((name) => name === "connection" || name === "upgrade")).toEqual([]);
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: events and `requestContext`",
      aws: "Only the event of `$connect` has the query string, both with the last value and with a list of all values of a name.",
      source: assumed("events of REST APIs have the same fields and behave in this way"),
    },
    async () => {
      const url = await start(() => ({ statusCode: 200 }));

      const client = await connect(`${url}?c=one&c=two%20three&d=`);
      client.socket.send("{}");
      await client.next();

      const [first, second] = sample.seen.map(({ event }) => event);
      expect(first).toMatchObject({
        queryStringParameters: { c: "two three", d: "" },
        multiValueQueryStringParameters: { c: ["one", "two three"], d: [""] },
      });
      expect(second).not.toHaveProperty("queryStringParameters");
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: events and `requestContext`",
      aws: "A missing query string, stage variable or body is absent from an event, not null.",
      source: eventPage,
    },
    async () => {
      const url = await start(() => ({ statusCode: 200 }));

      await connect(url);

      const fields = Object.keys(sample.seen[0]?.event);
      expect(fields).toEqual(["headers", "multiValueHeaders", "requestContext", "isBase64Encoded"]);
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: events and `requestContext`",
      aws: "Stage variables are in the events of `$connect` and of messages.",
      source: assumed("this field is documented for REST and HTTP APIs"),
    },
    async () => {
      const url = await start(() => ({ statusCode: 200 }), {
        stages: [stage("beta", { stageVariables: { kind: "test" } })],
      });

      const client = await connect(url);
      client.socket.send("{}");
      await client.next();

      const variables = sample.seen.map(({ event }) => event.stageVariables);
      expect(variables).toEqual([{ kind: "test" }, { kind: "test" }]);
    },
  );
});

describe("the subprotocol", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: subprotocol",
      aws: "The client gets the subprotocol in the `Sec-WebSocket-Protocol` header of the response to `$connect`, in any case of the header's name.",
      source: subProtocolPage,
    },
    () => {
      it.each([
        [["v1", "v2"], { "Sec-WebSocket-Protocol": "v2" }, "v2"],
        [["v1"], { "sec-websocket-protocol": "v1" }, "v1"],
      ])("for the offer %j and the response %j", async (offered, headers, granted) => {
        const url = await start(() => ({ statusCode: 200, headers }));

        const client = await connect(url, offered);

        expect(client.socket.protocol).toBe(granted);
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: subprotocol",
      aws: "Several `Sec-WebSocket-Protocol` headers are combined: `multiValueHeaders` has every line, and `headers` has the last one.",
      source: assumed("it is documented for REST APIs that the last value of a repeated header counts"),
    },
    async () => {
      const url = await start(() => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "v1" } }));

      const granted = await new Promise((resolve, reject) => {
        const attempt = request(url.replace("ws:", "http:"), {
          headers: {
            Connection: "Upgrade",
            Upgrade: "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Protocol": ["v1, v2", "v3"],
          },
        });
        attempt.on("upgrade", ({ headers }, socket) => {
          socket.destroy();
          resolve(headers["sec-websocket-protocol"]);
        });
        attempt.on("response", ({ statusCode }) => resolve(statusCode));
        attempt.on("error", reject);
        attempt.end();
      });

      expect(granted).toBe("v1");
      expect(sample.seen[0]?.event.multiValueHeaders["Sec-WebSocket-Protocol"]).toEqual(["v1, v2", "v3"]);
      expect(sample.seen[0]?.event.headers["Sec-WebSocket-Protocol"]).toBe("v3");
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: subprotocol",
      aws: "If the response to `$connect` selects no subprotocol, a browser that offered one closes the connection.",
      source: documented("https://websockets.spec.whatwg.org/#concept-websocket-establish"),
    },
    async () => {
      const url = await start(() => ({ statusCode: 200 }));

      await expect(connect(url, ["v1"])).rejects.toThrow("Server sent no subprotocol");
    },
  );
});
