import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { codeOf, presignedBuckets } from "./served-buckets";

const { Bucket, clock, served, presignGet, presignPut } = presignedBuckets();

describe("a presigned upload", () => {
  const upload = async (body: string, type: string) =>
    fetch(await presignPut(), { method: "PUT", body, headers: { "content-type": type } });

  awsBehavior(
    {
      subject: "S3",
      aws: "An upload to a presigned URL must have the signed headers: content type and content length.",
      source: documented("AmazonS3/latest/API/sigv4-query-string-auth.html"),
    },
    async () => {
      const response = await upload("png", "image/png");
      const read = await fetch(await presignGet({}, { Key: "up.png" }));

      expect(response.status).toBe(200);
      expect(response.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
      expect([await read.text(), read.headers.get("content-type")]).toEqual(["png", "image/png"]);
    },
  );

  it.each([
    ["another type", "png", "text/html"],
    ["more bytes", "pngs", "image/png"],
    ["fewer bytes", "pn", "image/png"],
  ])("rejects %s", async (_, body, type) => {
    const response = await upload(body, type);

    expect(await codeOf(response)).toEqual({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it("that is interrupted stores nothing, and keeps the existing object", async () => {
    const { pathname, search } = new URL(await presignPut({ Key: "broken" }));
    const socket = connect(Number(served.host.split(":")[1]), "127.0.0.1");
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${served.host}\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\npn`,
    );
    await setTimeout(100);
    socket.destroy();
    await setTimeout(100);

    const read = await fetch(await presignGet({}, { Key: "broken" }));

    expect(read.status).toBe(404);
    expect(served.log).toEqual([]);
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "An upload without `Content-Length` gets a 411.",
      source: documented("AmazonS3/latest/API/ErrorResponses.html"),
    },
    async () => {
      const url = await getSignedUrl(served.client, new PutObjectCommand({ Bucket, Key: "stream" }), {
        signingDate: new Date(clock.now()),
      });
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(Buffer.from("png"));
          controller.close();
        },
      });

      const response = await fetch(url, { method: "PUT", body, duplex: "half" } as RequestInit);

      expect(await codeOf(response)).toEqual({ status: 411, code: "MissingContentLength" });
    },
  );

  it("stores the metadata that its URL contains", async () => {
    const url = await presignPut({ Key: "meta", Metadata: { owner: "m 1" } });
    await fetch(url, { method: "PUT", body: "png", headers: { "content-type": "image/png" } });

    const read = await fetch(await presignGet({}, { Key: "meta" }));

    expect(read.headers.get("x-amz-meta-owner")).toBe("m 1");
  });
});
