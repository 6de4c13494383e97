import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const sourceBucket = "kite-source-123456789012";
const sessionFile = JSON.stringify({ cookies: [], origins: [{ origin: "https://web.telegram.org" }] });

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
});
afterEach(() => aws.close());

function workshop(session?: string): Workshop {
  const file = { account: "123456789012", region: "eu-west-1", app: "kite" };
  const shop = new Workshop().file("deployments/kite.json", JSON.stringify(file));
  return session === undefined ? shop : shop.file("checks/e2e/auth.json", session);
}

describe("kite upload-e2e-session", () => {
  it("uploads the session for the build, and deletes the local file", async () => {
    aws.s3.with(sourceBucket);
    const shop = workshop(sessionFile);

    const run = await shop.run("upload-e2e-session", aws.environment);

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(aws.s3.buckets.get(sourceBucket)?.get("e2e/auth.json")).toBe(sessionFile);
    expect(() => shop.read("checks/e2e/auth.json")).toThrow("ENOENT");
    expect(run.stdout).not.toContain("web.telegram.org");
  });

  it("keeps the file if the bucket does not exist, and reports the command that creates the bucket", async () => {
    const shop = workshop(sessionFile);

    const run = await shop.run("upload-e2e-session", aws.environment);

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/NoSuchBucket.* is still here\. "npm run deploy-build" creates the bucket/);
    expect(shop.read("checks/e2e/auth.json")).toBe(sessionFile);
  });

  it.each([
    ["no file", undefined, "There is no checks/e2e/auth.json"],
    ["a file that is not JSON", "my secret", "checks/e2e/auth.json: expected the JSON that"],
    ["JSON that is not a session", '["my secret"]', "checks/e2e/auth.json: expected the JSON that"],
  ])("rejects %s without a request, and does not quote the file", async (_case, session, message) => {
    aws.s3.with(sourceBucket);

    const run = await workshop(session).run("upload-e2e-session", aws.environment);

    expect(run.status).toBe(1);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain("my secret");
    expect(aws.seen).toEqual([]);
  });
});
