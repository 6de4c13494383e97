import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import {
  type Client,
  connect,
  eventually,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

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

/** A request below the stage, as signed as it has to look. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string> = { authorization: "AWS4-HMAC-SHA256 Credential=x" },
) => fetch(`http://127.0.0.1:${sample.port}/beta${path}`, { method, headers });

describe("the management API, called by the AWS SDK", () => {
  it.each(['["TXT","é"]', "", "x".repeat(128 * 1024)])("sends a message", async (message) => {
    const { $metadata } = await post(message);

    expect($metadata.httpStatusCode).toBe(200);
    expect(await client.next()).toBe(message);
  });

  it("refuses a message over 128 KB", async () => {
    await expect(post("x".repeat(128 * 1024 + 1))).rejects.toThrow(PayloadTooLargeException);
    expect(client.frames).toEqual([]);
  });

  it("tells of a connection", async () => {
    const connectedAt = new Date(sample.clock.now());
    await sample.clock.advance(5000);
    await post("x");

    const connection = await api.send(new GetConnectionCommand({ ConnectionId: connectionId }));

    expect(connection).toMatchObject({
      ConnectedAt: connectedAt,
      Identity: { SourceIp: "127.0.0.1", UserAgent: "jest" },
      LastActiveAt: new Date(sample.clock.now()),
    });
  });

  it("closes a connection", async () => {
    const { $metadata } = await api.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));

    expect($metadata.httpStatusCode).toBe(204);
    expect((await client.closed).code).toBe(1001);
    await eventually(() => sample.seen.length === 2);
    expect(sample.seen[1]?.event.requestContext.eventType).toBe("DISCONNECT");
  });

  it.each([
    ["POST", (ConnectionId: string) => new PostToConnectionCommand({ ConnectionId, Data: "x" })],
    ["GET", (ConnectionId: string) => new GetConnectionCommand({ ConnectionId })],
    ["DELETE", (ConnectionId: string) => new DeleteConnectionCommand({ ConnectionId })],
  ])("answers %s with 410 for a connection that is gone or never was", async (_, command) => {
    client.socket.terminate();
    await eventually(() => sample.seen.length === 2);

    for (const id of [connectionId, "AAAAAAAAAAAAAAA="]) {
      const error = await api.send(command(id) as PostToConnectionCommand).catch((reason: unknown) => reason);

      expect(error).toBeInstanceOf(GoneException);
      expect((error as GoneException).$metadata.httpStatusCode).toBe(410);
    }
  });

  it("answers 410 while $connect is still running", async () => {
    await sample.stop();
    let seen: unknown;
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: "app" })] },
      {
        app: async (event) => {
          seen = (await raw("POST", `/@connections/${encodeURIComponent(event.requestContext.connectionId)}`))
            .status;
          return { statusCode: 200 };
        },
      },
    );

    await connect(`ws://127.0.0.1:${sample.port}/beta`);

    expect(seen).toBe(410);
  });

  it("does not reach a connection through another stage", async () => {
    const answer = await fetch(`http://127.0.0.1:${sample.port}/gamma/@connections/${connectionId}`, {
      method: "DELETE",
    });

    expect(answer.status).toBe(404);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});

describe("the management API, called by hand", () => {
  it.each([
    ["without a signature", {}],
    ["with another kind of authorization", { authorization: "Bearer x" }],
  ])("refuses a request %s", async (_, headers) => {
    const answer = await raw(
      "POST",
      `/@connections/${encodeURIComponent(connectionId)}`,
      headers as Record<string, string>,
    );

    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ message: "Missing Authentication Token" });
    expect(client.frames).toEqual([]);
  });

  it.each([
    "/@connections/%3Cscript%3E",
    "/@connections/",
    "/@connections",
    "/@connections/a/b",
    "/%40connections/a%2Fb",
  ])("takes %s for no connection's id", async (path) => {
    const answer = await raw("GET", path);

    expect(answer.status).toBe(400);
    expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
  });

  it("names the error of a gone connection in a header", async () => {
    const answer = await raw("GET", "/@connections/AAAAAAAAAAAAAAA%3D");

    expect(answer.status).toBe(410);
    expect(answer.headers.get("x-amzn-errortype")).toBe("GoneException");
    expect(await answer.json()).toEqual({
      message: "Gone",
      connectionId: "AAAAAAAAAAAAAAA=",
      requestId: expect.any(String),
    });
  });

  it("knows no other method", async () => {
    expect((await raw("PUT", `/@connections/${encodeURIComponent(connectionId)}`)).status).toBe(403);
  });
});
