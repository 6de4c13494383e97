import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from "@aws-sdk/client-s3";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { bucketsForAll, objectsOf, threeBuckets } from "./served-buckets";

const Bucket = "dev-files";
const served = bucketsForAll({ buckets: threeBuckets });

const { put, read } = objectsOf(served, Bucket);

describe("an object", () => {
  it("is returned as it was stored, with its headers and metadata", async () => {
    await put("files/1/a.png", Buffer.from([0, 255, 13, 10]), {
      ContentType: "image/png",
      ContentDisposition: "inline",
      Metadata: { memberid: "m1" },
    });

    const answer = await served.client.send(new GetObjectCommand({ Bucket, Key: "files/1/a.png" }));

    expect(await answer.Body?.transformToByteArray()).toEqual(new Uint8Array([0, 255, 13, 10]));
    expect(answer).toMatchObject({
      ContentType: "image/png",
      ContentDisposition: "inline",
      ContentLength: 4,
      AcceptRanges: "bytes",
      Metadata: { memberid: "m1" },
    });
    expect(Math.abs(Date.now() - Number(answer.LastModified))).toBeLessThan(5000);
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "The ETag of an object that was uploaded in one part is the MD5 of its bytes.",
      source: documented("AmazonS3/latest/API/API_Object.html"),
    },
    async () => {
      const written = await put("etag", "hello");

      const head = await served.client.send(new HeadObjectCommand({ Bucket, Key: "etag" }));

      expect(written.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
      expect(head).toMatchObject({
        ETag: written.ETag,
        ContentLength: 5,
        ContentType: "application/octet-stream",
      });
    },
  );

  it("may be empty", async () => {
    await put("empty", Buffer.alloc(0));

    const { text, ContentLength } = await read("empty");
    const head = await served.client.send(new HeadObjectCommand({ Bucket, Key: "empty" }));

    expect([text, ContentLength, head.ContentLength]).toEqual(["", 0, 0]);
  });

  it("is replaced completely by a second upload", async () => {
    await put("twice", "the first and longer one", { Metadata: { first: "1" } });
    await put("twice", "second");

    const { text, Metadata } = await read("twice");

    expect([text, Metadata]).toEqual(["second", {}]);
  });

  it("may be large", async () => {
    const body = Buffer.alloc(12_000_000, "0123456789abcdef");
    await put("large", body);

    const { text } = await read("large");

    expect(Buffer.from(text).equals(body)).toBe(true);
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "Deleting an object that does not exist is not an error.",
      source: documented("AmazonS3/latest/API/API_DeleteObject.html"),
    },
    async () => {
      await put("gone");

      await served.client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
      const again = await served.client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));

      expect(again.$metadata.httpStatusCode).toBe(204);
      await expect(read("gone")).rejects.toMatchObject({ name: "NoSuchKey", Key: "gone" });
    },
  );

  awsBehavior(
    {
      subject: "S3",
      aws: "GET of a missing object returns `NoSuchKey`, and HEAD returns a 404 without a body.",
      source: documented("AmazonS3/latest/API/API_GetObject.html"),
    },
    async () => {
      const get = () => read("nowhere/else");
      const head = () => served.client.send(new HeadObjectCommand({ Bucket, Key: "nowhere/else" }));

      await expect(get()).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
      await expect(head()).rejects.toMatchObject({ name: "NotFound", $metadata: { httpStatusCode: 404 } });
    },
  );

  it("is not sent again to a client that has the current version: the response is a 304", async () => {
    const { ETag } = await put("cached");
    const { LastModified } = await read("cached");

    for (const has of [
      { IfNoneMatch: ETag },
      { IfModifiedSince: LastModified },
      { IfNoneMatch: ETag, IfModifiedSince: new Date(0) },
    ]) {
      await expect(read("cached", has)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    }
  });

  it("is sent to a client with another or an older version", async () => {
    await put("changed");

    for (const has of [
      { IfNoneMatch: '"0"' },
      { IfModifiedSince: new Date(0) },
      { IfNoneMatch: '"0"', IfModifiedSince: new Date(Date.now() + 5000) },
    ]) {
      expect((await read("changed", has)).text).toBe("hello");
    }
  });
});

describe("a range", () => {
  it.each([
    ["bytes=0-0", "h", "bytes 0-0/5"],
    ["bytes=1-3", "ell", "bytes 1-3/5"],
    ["bytes=3-", "lo", "bytes 3-4/5"],
    ["bytes=-2", "lo", "bytes 3-4/5"],
    ["bytes=-99", "hello", "bytes 0-4/5"],
    ["bytes=2-99", "llo", "bytes 2-4/5"],
  ])("%s returns %s", async (Range, part, ContentRange) => {
    await put("range", "hello");

    const answer = await read("range", { Range });

    expect(answer).toMatchObject({ text: part, ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  awsBehaviorOfMany(
    {
      subject: "S3",
      aws: "A range beyond the end of an object returns a 416.",
      source: documented("AmazonS3/latest/API/ErrorResponses.html"),
    },
    () => {
      it.each([["bytes=5-"], ["bytes=9-12"], ["bytes=-0"]])(
        "%s beyond the end is rejected",
        async (Range) => {
          await put("range", "hello");

          const answer = read("range", { Range });

          await expect(answer).rejects.toMatchObject({
            name: "InvalidRange",
            $metadata: { httpStatusCode: 416 },
          });
        },
      );
    },
  );

  it.each([["bytes=3-1"], ["bytes=0-1,3-4"], ["lines=1-2"], ["bytes=-"]])("%s is ignored", async (Range) => {
    await put("range", "hello");

    const answer = await read("range", { Range });

    expect(answer).toMatchObject({ text: "hello", $metadata: { httpStatusCode: 200 } });
  });
});

describe("a copy", () => {
  awsBehavior(
    {
      subject: "S3",
      aws: "A copy has the bytes and the metadata of its source, unless the request replaces the metadata.",
      source: documented("AmazonS3/latest/API/API_CopyObject.html"),
    },
    async () => {
      await put("source +%.txt", "bytes", { ContentType: "text/plain", Metadata: { a: "1" } });

      const copied = await served.client.send(
        new CopyObjectCommand({
          Bucket,
          Key: "copy",
          CopySource: `${Bucket}/${encodeURIComponent("source +%.txt")}`,
        }),
      );

      expect(copied.CopyObjectResult?.ETag).toBe((await read("copy")).ETag);
      expect(await read("copy")).toMatchObject({
        text: "bytes",
        ContentType: "text/plain",
        Metadata: { a: "1" },
      });
    },
  );

  it("can replace the metadata, even if the target is the source", async () => {
    await put("self", "bytes", { Metadata: { a: "1" } });
    const copy = { Bucket, Key: "self", CopySource: `/${Bucket}/self` };

    const refused = served.client.send(new CopyObjectCommand(copy));
    await expect(refused).rejects.toMatchObject({ name: "InvalidRequest" });
    await served.client.send(
      new CopyObjectCommand({ ...copy, MetadataDirective: "REPLACE", Metadata: { b: "2" } }),
    );

    expect(await read("self")).toMatchObject({ text: "bytes", Metadata: { b: "2" } });
  });

  it("works between buckets", async () => {
    await put("across", "bytes");

    await served.client.send(
      new CopyObjectCommand({ Bucket: "dev-other", Key: "there", CopySource: `${Bucket}/across` }),
    );
    const there = await served.client.send(new GetObjectCommand({ Bucket: "dev-other", Key: "there" }));

    expect(await there.Body?.transformToString()).toBe("bytes");
  });

  it.each([
    [`${Bucket}/missing`, "NoSuchKey"],
    ["elsewhere/a", "NoSuchBucket"],
  ])("of %s is rejected with %s", async (CopySource, name) => {
    const copied = served.client.send(new CopyObjectCommand({ Bucket, Key: "never", CopySource }));

    await expect(copied).rejects.toMatchObject({ name });
    await expect(read("never")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});
