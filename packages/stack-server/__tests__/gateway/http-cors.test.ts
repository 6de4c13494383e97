import type { HttpCorsModel } from "../../src/stack/model";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { httpApi, type SampleGateway, startGateway } from "./sample-gateway";

const corsPage = documented("apigateway/latest/developerguide/http-api-cors.html");

let sample: SampleGateway;

afterEach(() => sample.stop());

const allowing = (allowOrigins: readonly string[], rest: Partial<HttpCorsModel> = {}): HttpCorsModel => ({
  allowOrigins,
  allowMethods: ["GET", "POST"],
  allowHeaders: ["content-type", "authorization"],
  exposeHeaders: ["etag"],
  allowCredentials: false,
  maxAgeSeconds: 300,
  ...rest,
});

async function start(cors: HttpCorsModel | undefined) {
  sample = await startGateway(
    { httpApis: [httpApi({ "GET /tg": "app" }, { cors })] },
    {
      app: () => ({
        statusCode: 200,
        headers: { "Access-Control-Allow-Origin": "https://function.example", ETag: "1" },
        body: "ok",
      }),
    },
  );
  return `http://127.0.0.1:${sample.port}/beta/tg`;
}

const preflight = (url: string, origin: string, method = "GET") =>
  fetch(url, { method: "OPTIONS", headers: { origin, "access-control-request-method": method } });

/** Returns the CORS headers of a response. */
const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

awsBehavior(
  {
    subject: "HTTP API: CORS",
    aws: "A preflight is handled by the CORS configuration, without a function and without a route for `OPTIONS`.",
    source: corsPage,
  },
  async () => {
    const url = await start(allowing(["https://shop.example"]));

    const answer = await preflight(url, "https://shop.example");

    expect(answer.status).toBe(204);
    expect(corsOf(answer)).toEqual({
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "content-type,authorization",
      "access-control-max-age": "300",
    });
    expect(sample.seen).toEqual([]);
  },
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: CORS",
    aws: "An allowed origin is a complete origin, `*` for any origin, or `https://*` or `http://*` for any origin with that scheme.",
    source: corsPage,
  },
  () => {
    it.each([
      [["https://a.example", "https://b.example"], "https://b.example", "https://b.example"],
      [["*"], "https://a.example", "*"],
      [["https://*"], "https://a.example", "https://a.example"],
      [["http://*"], "https://a.example", undefined],
      [["https://a.example"], "https://a.example.evil", undefined],
    ])("%j allows the origin %s as %s", async (origins, origin, allowed) => {
      const url = await start(allowing(origins));

      const answer = await fetch(url, { headers: { origin } });

      expect(corsOf(answer)["access-control-allow-origin"]).toBe(allowed);
      expect(await answer.text()).toBe("ok");
    });
  },
);

awsBehavior(
  {
    subject: "HTTP API: CORS",
    aws: "With a CORS configuration, responses have the API's CORS headers instead of the function's.",
    source: corsPage,
  },
  async () => {
    const url = await start(allowing(["https://shop.example"], { allowCredentials: true }));

    const known = await fetch(url, { headers: { origin: "https://shop.example" } });
    const unknown = await fetch(url);

    expect(corsOf(known)).toEqual({
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "etag",
    });
    expect(known.headers.get("etag")).toBe("1");
    expect(corsOf(unknown)).toEqual({});
  },
);

awsBehavior(
  {
    subject: "HTTP API: CORS",
    aws: "A preflight from an origin that is not allowed gets a 204 without CORS headers.",
    source: assumed("the configured headers are for allowed origins, and the browser enforces the rest"),
  },
  async () => {
    const url = await start(allowing(["https://shop.example"]));

    const answer = await preflight(url, "https://evil.example");

    expect([answer.status, corsOf(answer)]).toEqual([204, {}]);
  },
);

awsBehavior(
  {
    subject: "HTTP API: CORS",
    aws: "Without a CORS configuration, a preflight is routed like any request, and the function's CORS headers are sent.",
    source: corsPage,
  },
  async () => {
    const url = await start(undefined);

    const asked = await preflight(url, "https://shop.example");
    const answer = await fetch(url, { headers: { origin: "https://shop.example" } });

    expect(asked.status).toBe(404);
    expect(corsOf(answer)).toEqual({ "access-control-allow-origin": "https://function.example" });
  },
);
