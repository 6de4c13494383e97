import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { bucketsForAll, objectsOf, serveBuckets, threeBuckets } from "./served-buckets";

const Bucket = "dev-files";
const served = bucketsForAll({ buckets: threeBuckets });

const { put, read } = objectsOf(served, Bucket);

describe("keys", () => {
  it.each([
    ["../../../etc/passwd"],
    ["a/./b"],
    ["a//b"],
    ["/leading"],
    ["trailing/"],
    ["files/x/ my file+100%.png"],
    [`long/${"ж".repeat(500)}`],
    ["._S3rver_object"],
    ["%2F"],
    ["__proto__"],
  ])("such as %s are stored unchanged", async (key) => {
    await put(key, `bytes of ${key}`);

    const { text } = await read(key);

    expect(text).toBe(`bytes of ${key}`);
  });

  it("of any characters can be read, listed and deleted, individually and in batches", async () => {
    const character = fc.oneof(
      fc.constantFrom(..." +%/&<>\"'#?=;:@,.\\~!*()[]{}|^`$éж漢😀\u00a0\u2028"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    );
    const key = fc
      .array(character, { minLength: 1, maxLength: 20 })
      .map((characters) => characters.join(""))
      // XML 1.0 does not allow these characters, and S3 lists them only in URL encoding.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters.
      .filter((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f\ufffe\uffff]/.test(text));
    await fc.assert(
      fc.asyncProperty(key, async (text) => {
        const Key = `any/${text}`;
        await put(Key, Key);

        expect((await read(Key)).text).toBe(Key);
        const listed = await served.client.send(new ListObjectsV2Command({ Bucket, Prefix: "any/" }));
        expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
        await served.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
        await expect(read(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
      }),
      { numRuns: 60 },
    );
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "A key has at most 1,024 bytes of UTF-8; otherwise the error is `KeyTooLongError`.",
      source: documented("AmazonS3/latest/userguide/object-keys.html"),
    },
    async () => {
      await expect(put("ж".repeat(513))).rejects.toMatchObject({ name: "KeyTooLongError" });
    },
  );
});

describe("a bucket", () => {
  it("responds to HEAD, and ignores requests for another bucket name", async () => {
    const head = await served.client.send(new HeadBucketCommand({ Bucket }));
    const other = await fetch(`${served.url}/dev-unknown/a`);

    expect(head.BucketRegion).toBe("eu-central-1");
    expect(other.headers.get("x-not-a-bucket")).toBe("yes");
  });

  it("keeps its objects after a restart, and leaves no other files in the directory", async () => {
    const directory = await mkdtemp(join(tmpdir(), "buckets-test-"));
    const first = await serveBuckets({ directory });
    for (const Body of ["old", "kept"]) {
      await first.client.send(new PutObjectCommand({ Bucket, Key: "a/b", Body, ContentType: "text/plain" }));
    }
    await first.close();

    const second = await serveBuckets({ directory });
    const answer = await second.client.send(new GetObjectCommand({ Bucket, Key: "a/b" }));

    expect([await answer.Body?.transformToString(), answer.ContentType]).toEqual(["kept", "text/plain"]);
    const files = readdirSync(join(directory, Bucket));
    expect(files.length).toBe(2);
    expect(files.some((file) => readFileSync(join(directory, Bucket, file), "utf8") === "kept")).toBe(true);
    await second.close();
    await rm(directory, { recursive: true });
  });
});
