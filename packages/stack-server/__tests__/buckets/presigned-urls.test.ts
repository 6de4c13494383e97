import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { codeOf, presignedBuckets } from "./served-buckets";

const presignedPage = documented("AmazonS3/latest/userguide/using-presigned-url.html");

const { clock, served, presignGet, presignPut } = presignedBuckets();
const change = (url: string, name: string, value: string) => {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed;
};

describe("a presigned URL", () => {
  awsBehavior(
    {
      subject: "S3",
      aws: "Anyone with a presigned URL can read its object, with the response headers that the URL overrides.",
      source: presignedPage,
    },
    async () => {
      const url = await presignGet(
        {},
        {
          ResponseContentType: "text/html",
          ResponseContentDisposition: "attachment; filename*=UTF-8''%C3%A9+%20.txt",
        },
      );

      const response = await fetch(url);

      expect([response.status, await response.text()]).toEqual([200, "hello"]);
      expect(response.headers.get("content-type")).toBe("text/html");
      expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%C3%A9+%20.txt");
    },
  );

  it.each([
    ["a header that S3 does not allow", { "response-location": "/" }],
    ["a text that is not allowed in a header", { "response-content-language": "☃" }],
  ])("does not override %s", async (_, query) => {
    const client = served.clientWith({});
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { query: object }).query, query);
        return next(args);
      },
      { step: "build", name: "override" },
    );

    const response = await fetch(await presignGet({}, {}, client));

    expect(await codeOf(response)).toEqual({ status: 400, code: "InvalidArgument" });
  });

  it("supports ranges", async () => {
    const response = await fetch(await presignGet(), { headers: { range: "bytes=1-2" } });

    expect([response.status, await response.text()]).toEqual([206, "el"]);
  });

  it.each([
    ["another key", (url: string) => url.replace("a.txt", "b.txt")],
    ["another method", (url: string) => url, "DELETE"],
    ["a longer lifetime", (url: string) => change(url, "X-Amz-Expires", "6000")],
    ["another override", (url: string) => change(url, "response-content-type", "text/html")],
    ["an unknown parameter", (url: string) => change(url, "acl", "")],
    ["another signature", (url: string) => change(url, "X-Amz-Signature", "0".repeat(64))],
    ["a short signature", (url: string) => change(url, "X-Amz-Signature", "é")],
  ])("is invalid for %s", async (_, tamper, method = "GET") => {
    const url = tamper(await presignGet());

    const response = await fetch(url, { method });

    expect(await codeOf(response)).toEqual({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it.each([
    ["X-Amz-Expires", "0"],
    ["X-Amz-Expires", "604801"],
    ["X-Amz-Expires", "soon"],
    ["X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"],
    ["X-Amz-Credential", "local-key"],
    ["X-Amz-Date", "yesterday"],
    ["X-Amz-SignedHeaders", ""],
  ])("with a %s of %j is rejected as malformed", async (name, value) => {
    const response = await fetch(change(await presignGet(), name, value));

    expect(await codeOf(response)).toEqual({ status: 400, code: "AuthorizationQueryParametersError" });
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "An expired presigned URL returns a 403 `AccessDenied` with `Request has expired`.",
      source: presignedPage,
    },
    async () => {
      const url = await presignGet({ expiresIn: 60 });

      await clock.advance(59_000);
      const before = await fetch(url);
      await clock.advance(1000);
      const after = await fetch(url);

      expect(before.status).toBe(200);
      expect(after.status).toBe(403);
      expect(await after.text()).toMatch(
        /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>60</,
      );
    },
  );

  it("is not valid before its start", async () => {
    const response = await fetch(await presignGet({ signingDate: new Date(clock.now() + 3_600_000) }));

    expect(response.status).toBe(403);
    expect(await response.text()).toContain("Request is not valid yet");
  });

  it("is valid for the public host, even if a tunnel changes the Host header", async () => {
    const tunnel = served.clientWith({ endpoint: "https://dev.tunnel.example" });
    const stranger = served.clientWith({ endpoint: "https://stranger.example" });

    const [known, unknown] = await Promise.all(
      [tunnel, stranger].map(async (client) => {
        const { pathname, search } = new URL(await presignGet({}, {}, client));
        return fetch(served.url + pathname + search);
      }),
    );

    expect([known?.status, unknown?.status]).toEqual([200, 403]);
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "A request with an unsigned `x-amz-` header is rejected.",
      source: documented("AmazonS3/latest/API/sigv4-query-string-auth.html"),
    },
    async () => {
      const response = await fetch(await presignPut(), {
        method: "PUT",
        body: "png",
        headers: { "content-type": "image/png", "x-amz-meta-owner": "me" },
      });

      expect(response.status).toBe(403);
      expect(await response.text()).toContain("<HeadersNotSigned>x-amz-meta-owner</HeadersNotSigned>");
    },
  );
});
