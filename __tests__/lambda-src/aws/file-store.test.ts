import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { objectClient } from "../../../lambda-src/aws/clients";
import { fileStore } from "../../../lambda-src/aws/file-store";

let bucket: Server;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  // Never says what it holds, and takes five seconds to give it out.
  bucket = createServer(({ method }, response) => {
    asked.push(method);
    if (method === "GET") {
      setTimeout(() => response.end("bytes"), 5_000);
    }
  });
  await new Promise<void>((resolve) => bucket.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
});
afterAll(() => {
  bucket.closeAllConnections();
  return new Promise((resolve) => bucket.close(resolve));
});

const files = () =>
  fileStore(objectClient(), { bucket: "files", httpUrl: "https://h" }, { get: async () => "token" });

describe("a bucket that is slow", () => {
  it("lets a frame that asks for a file's size be answered within the gateway's 29 s", async () => {
    const begun = performance.now();

    await expect(files().sizeOf("k")).rejects.toThrow();

    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(asked).toEqual(["HEAD", "HEAD", "HEAD"]);
  });

  it("is waited for where a file is read, which no frame does", async () => {
    expect(Buffer.from((await files().read("k")) ?? "").toString()).toBe("bytes");
  });
});
