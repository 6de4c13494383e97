import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { expiryTime } from "../../src/buckets/store/object-store";
import { ManualClock } from "../../src/clock";
import { awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { bucketModel, serveBuckets } from "./served-buckets";

const Bucket = "dev-files";
const hour = 3_600_000;

describe("the time of expiry", () => {
  awsBehaviorOfMany(
    {
      subject: "S3",
      aws: "S3 adds the days of the lifecycle rule for the key to the time of the upload; the object expires at the next midnight UTC.",
      source: documented(
        "AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days",
      ),
    },
    () => {
      it.each([
        ["2024-01-15T10:30:00Z", 3, "2024-01-19T00:00:00Z"],
        ["2024-01-15T00:00:00Z", 1, "2024-01-16T00:00:00Z"],
        ["2024-02-28T23:59:59Z", 1, "2024-03-01T00:00:00Z"],
      ])("of an object that is stored at %s for %d days is %s", (storedAt, days, expected) => {
        const time = expiryTime([{ prefix: "", days }], "a", Date.parse(storedAt));

        expect(new Date(time).toISOString()).toBe(new Date(expected).toISOString());
      });
    },
  );

  it("follows the earliest rule for the key, and is infinite if no rule matches", () => {
    const rules = [
      { prefix: "files/", days: 7 },
      { prefix: "files/tmp/", days: 1 },
    ];

    const days = ["files/a", "files/tmp/a", "other"].map((key) => expiryTime(rules, key, 0) / (24 * hour));

    expect(days).toEqual([7, 1, Number.POSITIVE_INFINITY]);
  });
});

describe("an expired object", () => {
  it("disappears from reads, lists and the disk, while other objects remain", async () => {
    const directory = await mkdtemp(join(tmpdir(), "buckets-test-"));
    const clock = new ManualClock(Date.UTC(2024, 0, 1, 12));
    const expirationRules = [{ prefix: "files/", days: 7 }];
    const served = await serveBuckets({ clock, directory, buckets: [bucketModel({ expirationRules })] });
    const client = served.clientWith({ maxAttempts: 2 });
    const read = (Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
    for (const Key of ["files/old", "kept"]) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }

    await clock.advance(7 * 24 * hour + 11 * hour);
    const before = await (await read("files/old")).Body?.transformToString();
    await clock.advance(hour);
    const after = await read("files/old").catch((error: unknown) => error);
    const list = await client.send(new ListObjectsV2Command({ Bucket }));

    expect(before).toBe("files/old");
    expect(after).toMatchObject({ name: "NoSuchKey" });
    expect(list.Contents?.map(({ Key }) => Key)).toEqual(["kept"]);
    expect(await readdir(join(directory, Bucket))).toHaveLength(2);
    await served.close();
    await rm(directory, { recursive: true });
  });
});

describe("the directory of the buckets", () => {
  it("loses the unfinished files of a killed run, but keeps unrelated files", async () => {
    const directory = await mkdtemp(join(tmpdir(), "buckets-test-"));
    const first = await serveBuckets({ directory });
    await first.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    await first.close();
    await writeFile(join(directory, Bucket, "half.bytes"), "ha");
    await writeFile(join(directory, Bucket, "broken.json"), "{");
    await writeFile(join(directory, Bucket, "notes.txt"), "mine");

    const second = await serveBuckets({ directory });
    const list = await second.client.send(new ListObjectsV2Command({ Bucket }));

    expect(list.Contents?.map(({ Key }) => Key)).toEqual(["a"]);
    const files = await readdir(join(directory, Bucket));
    expect(files).toContain("notes.txt");
    expect(files).not.toContain("half.bytes");
    await second.close();
    await rm(directory, { recursive: true });
  });

  it("is temporary by default, and removed when the buckets are closed", async () => {
    const bucketName = `dev-${randomUUID()}`;
    const served = await serveBuckets({ buckets: [bucketModel({ bucketName })] });
    const during = await temporaryDirectoriesOf(bucketName);

    await served.close();

    expect(during).toHaveLength(1);
    expect(await temporaryDirectoriesOf(bucketName)).toEqual([]);
  });
});

async function temporaryDirectoriesOf(bucketName: string): Promise<readonly string[]> {
  const names = await readdir(tmpdir());
  return names.filter((name) => existsSync(join(tmpdir(), name, bucketName)));
}
