import { PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { CorsRuleModel } from "../../src/stack/model";
import { assumed, awsBehavior, documented } from "../behaviors/aws-behavior";
import { bucketModel, type ServedBuckets, serveBuckets } from "./served-buckets";

const corsPage = documented("AmazonS3/latest/userguide/ManageCorsUsing.html");
const preflightPage = documented("AmazonS3/latest/API/RESTOPTIONSobject.html");

let served: ServedBuckets;
afterEach(() => served.close());

const rule = (rest: Partial<CorsRuleModel> = {}): CorsRuleModel => ({
  allowedOrigins: ["*"],
  allowedMethods: ["GET"],
  allowedHeaders: [],
  exposeHeaders: [],
  maxAgeSeconds: undefined,
  ...rest,
});
/** Rules as a stack declares them: any page can read, known pages can write. */
const read = rule({ allowedMethods: ["GET", "HEAD"] });
const write = rule({
  allowedMethods: ["PUT"],
  allowedOrigins: ["https://shop.example"],
  allowedHeaders: ["Content-Type"],
});

const start = async (...corsRules: readonly CorsRuleModel[]) => {
  served = await serveBuckets({ buckets: [bucketModel({ corsRules })] });
};
const preflight = (origin: string, method: string, headers?: string) =>
  fetch(`${served.url}/dev-files/files/a.png`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": method,
      ...(headers === undefined ? {} : { "access-control-request-headers": headers }),
    },
  });
const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

describe("a preflight", () => {
  awsBehavior(
    {
      subject: "S3",
      aws: "A preflight that matches a CORS rule gets the headers that the rule allows.",
      source: preflightPage,
    },
    async () => {
      await start(read, write);

      const response = await preflight("https://shop.example", "PUT", "content-type");

      expect([response.status, await response.text()]).toEqual([200, ""]);
      expect(corsHeaders(response)).toEqual({
        "access-control-allow-origin": "https://shop.example",
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "content-type",
      });
      expect(response.headers.get("vary")).toContain("Origin");
    },
  );

  it.each([["null"], ["https://anywhere.example"]])(
    "from the origin %s is accepted by a rule for any origin",
    async (origin) => {
      await start(read);

      const response = await preflight(origin, "GET");

      expect(corsHeaders(response)).toEqual({
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD",
      });
    },
  );

  it.each([
    ["another origin", "https://evil.example", "PUT", "content-type"],
    ["an origin with the same prefix", "https://shop.example.evil.example", "PUT", "content-type"],
    ["the null origin", "null", "PUT", "content-type"],
    ["another method", "https://shop.example", "DELETE", undefined],
    ["another header", "https://shop.example", "PUT", "content-type, x-amz-acl"],
  ])("with %s is rejected", async (_, origin, method, headers) => {
    await start(read, write);

    const response = await preflight(origin, method, headers);

    expect(response.status).toBe(403);
    expect(corsHeaders(response)).toEqual({});
    expect(await response.text()).toMatch(
      /<Code>AccessForbidden<.*CORSResponse: This CORS request is not allowed/,
    );
  });

  awsBehavior(
    { subject: "S3", aws: "A preflight to a bucket without CORS rules gets a 403.", source: preflightPage },
    async () => {
      await start();

      const response = await preflight("https://shop.example", "GET");

      expect(response.status).toBe(403);
      expect(await response.text()).toContain("CORS is not enabled for this bucket");
    },
  );

  it.each([
    ["origin", { "access-control-request-method": "GET" }],
    ["method", { origin: "https://shop.example" }],
  ])("without its %s gets a 400", async (_, headers: Record<string, string>) => {
    await start(read);

    const response = await fetch(`${served.url}/dev-files/a`, { method: "OPTIONS", headers });

    expect(response.status).toBe(400);
  });

  it.each([
    ["https://*.example", "https://a.b.example", 200],
    ["https://*.example", "https://example", 403],
    ["https://*.example", "http://a.example", 403],
    ["*.example", "https://a.example", 200],
  ])("honors the `allowedOrigins` option %s for %s", async (pattern, origin, status) => {
    await start(rule({ allowedOrigins: [pattern] }));

    expect((await preflight(origin, "GET")).status).toBe(status);
  });

  it.each([
    ["*", "x-anything, Content-Type", 200],
    ["x-amz-*", "X-Amz-Meta-Owner", 200],
    ["x-amz-*", "x-other", 403],
  ])("honors the `allowedHeaders` option %s for %s", async (pattern, headers, status) => {
    await start(rule({ allowedHeaders: [pattern] }));

    expect((await preflight("https://a.example", "GET", headers)).status).toBe(status);
  });

  it("honors the `maxAgeSeconds` and `exposeHeaders` options", async () => {
    await start(rule({ maxAgeSeconds: 600, exposeHeaders: ["ETag", "x-amz-meta-owner"] }));

    const response = await preflight("https://a.example", "GET");

    expect(corsHeaders(response)).toMatchObject({
      "access-control-max-age": "600",
      "access-control-expose-headers": "ETag, x-amz-meta-owner",
    });
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "The first rule that matches origin, method and headers applies.",
      source: corsPage,
    },
    async () => {
      const narrow = rule({ allowedOrigins: ["https://a.example"], maxAgeSeconds: 1 });
      await start(narrow, rule({ allowedHeaders: ["*"], maxAgeSeconds: 2 }));

      const plain = await preflight("https://a.example", "GET");
      const withHeader = await preflight("https://a.example", "GET", "x-b");

      expect(plain.headers.get("access-control-max-age")).toBe("1");
      expect(withHeader.headers.get("access-control-max-age")).toBe("2");
    },
  );
});

describe("a response", () => {
  const put = async (origin?: string) =>
    fetch(
      await getSignedUrl(served.client, new PutObjectCommand({ Bucket: "dev-files", Key: "files/a.png" })),
      { method: "PUT", body: "png", headers: origin === undefined ? {} : { origin } },
    );

  awsBehavior(
    {
      subject: "S3",
      aws: "A response to an allowed origin has the rule's CORS headers, even if it is an error.",
      source: assumed("otherwise a script could not read the error"),
    },
    async () => {
      await start(read, write);

      const stored = await put("https://shop.example");
      const refused = await fetch(`${served.url}/dev-files/files/a.png`, { headers: { origin: "null" } });

      expect(stored.status).toBe(200);
      expect(stored.headers.get("access-control-allow-origin")).toBe("https://shop.example");
      expect(refused.status).toBe(403);
      expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    },
  );

  it.each([["https://evil.example"], [undefined]])(
    "to the origin %s is sent without CORS headers",
    async (origin) => {
      await start(read, write);

      const stored = await put(origin);

      expect([stored.status, corsHeaders(stored)]).toEqual([200, {}]);
    },
  );
});
