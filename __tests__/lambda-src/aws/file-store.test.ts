import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { objectClient } from "../../../lambda-src/aws/clients";
import { fileStore } from "../../../lambda-src/aws/file-store";

let bucket: Server;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  // Never responds to HEAD, and responds to GET after five seconds.
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
  fileStore(objectClient(), { bucket: "files", httpUrl: "https://h" }, async () => "secret");

describe("a slow bucket", () => {
  it("makes a request for a file's size fail within 15 s, before the gateway's timeout of 29 s", async () => {
    const begun = performance.now();

    await expect(files().sizeOf("k")).rejects.toThrow();

    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(asked).toEqual(["HEAD", "HEAD", "HEAD"]);
  });

  it("may take five seconds to return a file, because no visitor's frame waits for a file", async () => {
    expect(Buffer.from((await files().read("k")) ?? "").toString()).toBe("bytes");
  });
});
