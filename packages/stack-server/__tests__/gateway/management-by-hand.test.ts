import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type Client, connect, type SampleGateway, startGateway, webSocketApi } from "./sample-gateway";

let sample: SampleGateway;
let client: Client;
let connectionId: string;

beforeEach(async () => {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $connect: "app" })] },
    { app: () => ({ statusCode: 200 }) },
  );
  client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
  connectionId = sample.seen[0]?.event.requestContext.connectionId;
});

afterEach(() => sample.stop());

/** Sends a request below the stage with a dummy signature. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string> = { authorization: "AWS4-HMAC-SHA256 Credential=x" },
) => fetch(`http://127.0.0.1:${sample.port}/beta${path}`, { method, headers });

awsBehavior(
  {
    subject: "WebSocket: `@connections`",
    aws: "The signature of a request is verified, and IAM must allow `execute-api:ManageConnections`.",
    source: documented("apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html"),
    here: "A request needs a signature of the right form, but the signature and permissions are not verified.",
  },
  async () => {
    const path = `/@connections/${encodeURIComponent(connectionId)}`;

    const answer = await raw("GET", path, { authorization: "AWS4-HMAC-SHA256 Credential=nobody" });

    expect(answer.status).toBe(200);
  },
);

describe("the management API, called without the AWS SDK", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "An unsigned request gets a 403 `MissingAuthenticationTokenException`.",
      source: assumed(
        "the documentation requires a signature, and API Gateway responds in this way elsewhere",
      ),
    },
    () => {
      it.each([
        ["without a signature", {}],
        ["with another kind of authorization", { authorization: "Bearer x" }],
      ])("rejects a request %s", async (_, headers) => {
        const answer = await raw(
          "POST",
          `/@connections/${encodeURIComponent(connectionId)}`,
          headers as Record<string, string>,
        );

        expect(answer.status).toBe(403);
        expect(await answer.json()).toEqual({ message: "Missing Authentication Token" });
        expect(client.frames).toEqual([]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "A malformed id gets a 400 `BadRequestException` instead of a 410.",
      source: assumed("the SDK declares `BadRequestException`, and no other case fits this error"),
    },
    () => {
      it.each([
        "/@connections/%3Cscript%3E",
        "/@connections/",
        "/@connections",
        "/@connections/a/b",
        "/%40connections/a%2Fb",
      ])("rejects %s as a connection id", async (path) => {
        const answer = await raw("GET", path);

        expect(answer.status).toBe(400);
        expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: 'The body of a 410 is `{"message":"Gone","connectionId":"…","requestId":"…"}`, and `x-amzn-errortype` has the error\'s name.',
      source: assumed("the SDK reads the header, and the body has the form of the other errors"),
    },
    async () => {
      const answer = await raw("GET", "/@connections/AAAAAAAAAAAAAAA%3D");

      expect(answer.status).toBe(410);
      expect(answer.headers.get("x-amzn-errortype")).toBe("GoneException");
      expect(await answer.json()).toEqual({
        message: "Gone",
        connectionId: "AAAAAAAAAAAAAAA=",
        requestId: expect.any(String),
      });
    },
  );

  it("rejects a method that the API does not have", async () => {
    expect((await raw("PUT", `/@connections/${encodeURIComponent(connectionId)}`)).status).toBe(403);
  });
});
