import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import {
  type Client,
  connect,
  eventually,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const commandsPage = documented(
  "apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html",
);

let sample: SampleGateway;
let client: Client;
let connectionId: string;
let api: ApiGatewayManagementApiClient;

beforeEach(async () => {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $connect: "app", $disconnect: "app" })] },
    { app: () => ({ statusCode: 200 }) },
  );
  client = await connect(`ws://127.0.0.1:${sample.port}/beta`, [], { "User-Agent": "jest" });
  connectionId = sample.seen[0]?.event.requestContext.connectionId;
  api = new ApiGatewayManagementApiClient({
    endpoint: `http://127.0.0.1:${sample.port}/beta`,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  api.destroy();
  await sample.stop();
});

const post = (Data: string, ConnectionId = connectionId) =>
  api.send(new PostToConnectionCommand({ ConnectionId, Data }));

/** Sends a request below the stage with a dummy signature. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string> = { authorization: "AWS4-HMAC-SHA256 Credential=x" },
) => fetch(`http://127.0.0.1:${sample.port}/beta${path}`, { method, headers });

describe("the management API, called by the AWS SDK", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "POST sends its body as one message of at most 128 KB to the connection.",
      source: commandsPage,
    },
    () => {
      it.each(['["TXT","é"]', "", "x".repeat(128 * 1024)])("sends a message", async (message) => {
        const { $metadata } = await post(message);

        expect($metadata.httpStatusCode).toBe(200);
        expect(await client.next()).toBe(message);
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: "POST of more than 128 KB gets a 413 `PayloadTooLargeException`, and nothing is sent.",
      source: documented(
        "AWSJavaScriptSDK/v3/latest/client/apigatewaymanagementapi/command/PostToConnectionCommand/",
      ),
    },
    async () => {
      await expect(post("x".repeat(128 * 1024 + 1))).rejects.toThrow(PayloadTooLargeException);
      expect(client.frames).toEqual([]);
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: "GET returns the times of the connection and of the last activity, and the `identity`.",
      source: documented(
        "AWSJavaScriptSDK/v3/latest/client/apigatewaymanagementapi/command/GetConnectionCommand/",
      ),
    },
    async () => {
      const connectedAt = new Date(sample.clock.now());
      await sample.clock.advance(5000);
      await post("x");

      const connection = await api.send(new GetConnectionCommand({ ConnectionId: connectionId }));

      expect(connection).toMatchObject({
        ConnectedAt: connectedAt,
        Identity: { SourceIp: "127.0.0.1", UserAgent: "jest" },
        LastActiveAt: new Date(sample.clock.now()),
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: "DELETE returns a 204 and closes the connection.",
      source: commandsPage,
    },
    async () => {
      const { $metadata } = await api.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));

      expect($metadata.httpStatusCode).toBe(204);
      expect((await client.closed).code).toBe(1000);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "POST, GET and DELETE of a closed or unknown connection get a 410 `GoneException`.",
      source: documented("https://repost.aws/knowledge-center/410-gone-api-gateway"),
    },
    () => {
      it.each([
        ["POST", (ConnectionId: string) => new PostToConnectionCommand({ ConnectionId, Data: "x" })],
        ["GET", (ConnectionId: string) => new GetConnectionCommand({ ConnectionId })],
        ["DELETE", (ConnectionId: string) => new DeleteConnectionCommand({ ConnectionId })],
      ])("responds to %s with 410 for a connection that is closed or never existed", async (_, command) => {
        client.socket.terminate();
        await eventually(() => sample.seen.length === 2);

        for (const id of [connectionId, "AAAAAAAAAAAAAAA="]) {
          const error = await api
            .send(command(id) as PostToConnectionCommand)
            .catch((reason: unknown) => reason);

          expect(error).toBeInstanceOf(GoneException);
          expect((error as GoneException).$metadata.httpStatusCode).toBe(410);
        }
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: "While `$connect` runs, calls get a 410, because the connection does not exist yet.",
      source: documented("https://repost.aws/knowledge-center/410-gone-api-gateway"),
    },
    async () => {
      await sample.stop();
      let seen: unknown;
      sample = await startGateway(
        { webSocketApis: [webSocketApi({ $connect: "app" })] },
        {
          app: async (event) => {
            seen = (
              await raw("POST", `/@connections/${encodeURIComponent(event.requestContext.connectionId)}`)
            ).status;
            return { statusCode: 200 };
          },
        },
      );

      await connect(`ws://127.0.0.1:${sample.port}/beta`);

      expect(seen).toBe(410);
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: "A call to an unknown stage gets a 403 `ForbiddenException`.",
      source: observed("https://csdcorp.com/blog/coding/aws-websocket-403-using-posttoconnect/"),
    },
    async () => {
      const answer = await fetch(`http://127.0.0.1:${sample.port}/gamma/@connections/${connectionId}`, {
        method: "DELETE",
      });

      expect(answer.status).toBe(403);
      expect(answer.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
      expect(client.socket.readyState).toBe(client.socket.OPEN);
    },
  );
});

awsBehavior(
  {
    subject: "WebSocket: `@connections`",
    aws: "After DELETE, the close frame and `$disconnect` have the code 1000 and the reason `Connection Closed Normally`.",
    source: observed("https://github.com/boto/boto3/issues/3789"),
  },
  async () => {
    await api.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    await eventually(() => sample.seen.length === 2);

    expect(await client.closed).toEqual({ code: 1000, reason: "Connection Closed Normally" });
    expect(sample.seen[1]?.event.requestContext).toMatchObject({
      disconnectStatusCode: 1000,
      disconnectReason: "Connection Closed Normally",
    });
  },
);
