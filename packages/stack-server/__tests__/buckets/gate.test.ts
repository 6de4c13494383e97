import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ManualClock } from "../../src/clock";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { codeOf, credentials, presignedBuckets, serveBuckets } from "./served-buckets";

const signingPage = documented("AmazonS3/latest/API/sig-v4-authenticating-requests.html");

const { Bucket, served, presignGet } = presignedBuckets();

describe("a request without a signature", () => {
  it.each([
    ["GET", "/dev-files/a.txt"],
    ["GET", "/dev-files?list-type=2"],
    ["PUT", "/dev-files/new.txt"],
    ["POST", "/dev-files?delete"],
    ["POST", "/dev-files"],
    ["DELETE", "/dev-files/a.txt"],
  ])("for %s %s is rejected", async (method, path) => {
    const response = await fetch(served.url + path, { method, ...(method === "PUT" ? { body: "x" } : {}) });

    expect(response.headers.get("content-type")).toBe("application/xml");
    expect(await codeOf(response)).toEqual({ status: 403, code: "AccessDenied" });
    expect((await fetch(await presignGet())).status).toBe(200);
    expect((await fetch(await presignGet({}, { Key: "new.txt" }))).status).toBe(404);
  });

  it("gets no response body if the method is HEAD", async () => {
    const response = await fetch(`${served.url}/dev-files/a.txt`, { method: "HEAD" });

    expect([response.status, await response.text()]).toEqual([403, ""]);
  });
});

describe("a signature in the header", () => {
  it.each([
    ["of another key", { credentials: { ...credentials, accessKeyId: "other" } }, "InvalidAccessKeyId"],
    [
      "of another secret",
      { credentials: { ...credentials, secretAccessKey: "no" } },
      "SignatureDoesNotMatch",
    ],
    ["for another region", { region: "us-east-2" }, "AuthorizationHeaderMalformed"],
  ])("%s is rejected", async (_, config, name) => {
    const client = served.clientWith(config);

    const answer = client.send(new GetObjectCommand({ Bucket, Key: "a.txt" }));

    await expect(answer).rejects.toMatchObject({ name });
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "A signature in the header is valid for 15 minutes before and after its time; otherwise the error is `RequestTimeTooSkewed`.",
      source: documented("AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationTimeStamp"),
    },
    async () => {
      const early = served.clientWith({ systemClockOffset: -16 * 60_000 });
      const late = served.clientWith({ systemClockOffset: -14 * 60_000 });

      const refused = early
        .send(new GetObjectCommand({ Bucket, Key: "a.txt" }))
        .catch((error: unknown) => error);
      const served200 = await late.send(new GetObjectCommand({ Bucket, Key: "a.txt" }));

      expect(await refused).toMatchObject({
        name: "RequestTimeTooSkewed",
        $metadata: { httpStatusCode: 403 },
      });
      expect(JSON.stringify(await refused)).not.toContain(credentials.secretAccessKey);
      expect(served200.$metadata.httpStatusCode).toBe(200);
    },
  );

  it("is created again by the AWS SDK with the server's time if the client's clock is wrong", async () => {
    const ahead = await serveBuckets({ clock: new ManualClock(Date.now() + 60 * 60_000) });
    const client = ahead.clientWith({ maxAttempts: 3 });

    const answer = await client.send(new PutObjectCommand({ Bucket, Key: "a.txt", Body: "hello" }));

    expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 2 });
    await ahead.close();
  });

  it.each([
    ["Basic abc", 400, "InvalidArgument"],
    ["AWS4-HMAC-SHA256 Credential=x", 400, "InvalidRequest"],
    ["", 400, "InvalidArgument"],
  ])("%j is rejected", async (authorization, status, code) => {
    const response = await fetch(`${served.url}/dev-files/a.txt`, { headers: { authorization } });

    expect(await codeOf(response)).toEqual({ status, code });
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "The body of a request must match the hash in its signature.",
      source: signingPage,
    },
    async () => {
      const client = served.clientWith({});
      client.middlewareStack.add(
        (next) => (args) => {
          Object.assign(args.request as object, { body: "jello" });
          return next(args);
        },
        { step: "finalizeRequest", priority: "low", name: "tamper" },
      );

      const answer = client.send(new PutObjectCommand({ Bucket, Key: "tampered", Body: "hello" }));

      await expect(answer).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
      expect((await fetch(await presignGet({}, { Key: "tampered" }))).status).toBe(404);
    },
  );

  it("for a body in signed chunks is rejected, and the error explains the fix", async () => {
    const client = served.clientWith({ requestChecksumCalculation: "WHEN_SUPPORTED" });
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers["x-amz-content-sha256"] = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
        return next(args);
      },
      { step: "build", priority: "low", name: "chunked" },
    );

    const answer = client.send(new PutObjectCommand({ Bucket, Key: "chunked", Body: "hello" }));

    await expect(answer).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining('requestChecksumCalculation: "WHEN_REQUIRED"'),
    });
  });
});
