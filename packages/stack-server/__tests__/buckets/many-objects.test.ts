import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { bucketsForAll, objectsOf, threeBuckets } from "./served-buckets";

const Bucket = "dev-files";
const served = bucketsForAll({ buckets: threeBuckets });

const { put, read } = objectsOf(served, Bucket);

describe("a list", () => {
  const list = (rest = {}) => served.client.send(new ListObjectsV2Command({ Bucket: "dev-list", ...rest }));
  const keysOf = (answer: Awaited<ReturnType<typeof list>>) => (answer.Contents ?? []).map(({ Key }) => Key);

  beforeAll(async () => {
    for (const Key of ["b/2", "a", "b/1", "b/sub/3", "B", "c&<>\" '", "é", "z/1"]) {
      await served.client.send(new PutObjectCommand({ Bucket: "dev-list", Key, Body: Key }));
    }
  });

  awsBehavior(
    {
      subject: "S3",
      aws: "A list returns keys in the order of their bytes.",
      source: documented("AmazonS3/latest/API/API_ListObjectsV2.html"),
    },
    async () => {
      const answer = await list();

      expect(keysOf(answer)).toEqual(["B", "a", "b/1", "b/2", "b/sub/3", "c&<>\" '", "z/1", "é"]);
      expect(answer).toMatchObject({ KeyCount: 8, IsTruncated: false, Name: "dev-list" });
      expect(answer.Contents?.[0]).toMatchObject({ Size: 1, StorageClass: "STANDARD" });
    },
  );

  it("honors prefix, delimiter and start-after", async () => {
    const below = await list({ Prefix: "b/", Delimiter: "/" });
    const roots = await list({ Delimiter: "/", StartAfter: "a" });

    expect(keysOf(below)).toEqual(["b/1", "b/2"]);
    expect(below.CommonPrefixes).toEqual([{ Prefix: "b/sub/" }]);
    expect(keysOf(roots)).toEqual(["c&<>\" '", "é"]);
    expect(roots.CommonPrefixes).toEqual([{ Prefix: "b/" }, { Prefix: "z/" }]);
  });

  it.each([[1], [2], [3], [100]])("returns every key once in pages of %d", async (MaxKeys) => {
    const names: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys, Delimiter: "/", ContinuationToken });
      names.push(...keysOf(page), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);

    expect(names.sort()).toEqual(["B", "a", "b/", "c&<>\" '", "z/", "é"]);
  });

  it("rejects an invalid token", async () => {
    await expect(list({ ContinuationToken: "?" })).rejects.toMatchObject({ name: "InvalidArgument" });
  });
});

describe("a deletion of several objects", () => {
  awsBehavior(
    {
      subject: "S3",
      aws: "`DeleteObjects` reports every key as deleted, even keys that did not exist.",
      source: documented("AmazonS3/latest/API/API_DeleteObjects.html"),
    },
    async () => {
      await put("many/a&b<c>");
      await put("many/ 1 ");
      await put("many/stays");

      const answer = await served.client.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: [{ Key: "many/a&b<c>" }, { Key: "many/ 1 " }, { Key: "many/none" }] },
        }),
      );

      expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["many/a&b<c>", "many/ 1 ", "many/none"]);
      const left = await served.client.send(new ListObjectsV2Command({ Bucket, Prefix: "many/" }));
      expect(left.Contents?.map(({ Key }) => Key)).toEqual(["many/stays"]);
    },
  );

  it("lists no deleted objects in quiet mode", async () => {
    await put("quiet");

    const answer = await served.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "quiet" }], Quiet: true } }),
    );

    expect(answer.Deleted).toBeUndefined();
    await expect(read("quiet")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});
