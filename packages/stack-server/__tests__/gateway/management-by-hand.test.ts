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

/** A request below the stage, as signed as it has to look. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string> = { authorization: "AWS4-HMAC-SHA256 Credential=x" },
) => fetch(`http://127.0.0.1:${sample.port}/beta${path}`, { method, headers });

awsBehavior(
  {
    subject: "WebSocket: `@connections`",
    aws: "The signature of a request is checked, and IAM asked for `execute-api:ManageConnections`.",
    source: documented("apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html"),
    here: "a request only has to look signed; who may do what is for the house rules of the stacks to say.",
  },
  async () => {
    const path = `/@connections/${encodeURIComponent(connectionId)}`;

    const answer = await raw("GET", path, { authorization: "AWS4-HMAC-SHA256 Credential=nobody" });

    expect(answer.status).toBe(200);
  },
);

describe("the management API, called by hand", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "A request that is not signed is a 403 `MissingAuthenticationTokenException`.",
      source: assumed("that it must be signed is documented, and so does API Gateway answer elsewhere"),
    },
    () => {
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
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: `@connections`",
      aws: "An id that is none is a 400 `BadRequestException`, not a 410.",
      source: assumed("`BadRequestException` is in the SDK, and this is what is bad"),
    },
    () => {
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
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: `@connections`",
      aws: 'The body of a 410 is `{"message":"Gone","connectionId":"…","requestId":"…"}`, and its name is in `x-amzn-errortype`.',
      source: assumed("the SDK reads the header; the body is that of the other errors"),
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

  it("knows no other method", async () => {
    expect((await raw("PUT", `/@connections/${encodeURIComponent(connectionId)}`)).status).toBe(403);
  });
});
