import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const bucket = "kite-terraform-state-123456789012";
const key = "kite/terraform.tfstate.tflock";

/** Content of a lock as Terraform 1.11 writes it. */
const lock = (id: string, who = "ada@laptop", created = new Date(Date.now() - 3 * 3_600_000)) =>
  JSON.stringify({
    ID: id,
    Operation: "OperationTypeApply",
    Info: "",
    Who: who,
    Version: "1.11.4",
    Created: created.toISOString(),
    Path: `${bucket}/kite/terraform.tfstate`,
  });

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
  aws.s3.with(bucket, { "kite/terraform.tfstate": "{}" });
});
afterEach(() => aws.close());

const objects = () => aws.s3.buckets.get(bucket) ?? new Map<string, string>();
const unlock = (flags: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  new Workshop([])
    .file("deployments/kite.json", JSON.stringify(deploymentFile))
    .run("unlock", { ...aws.environment, ...environment }, flags);

describe("kite unlock", () => {
  it("prints the holder and the age of the lock, and changes nothing without --yes", async () => {
    objects().set(key, lock("one"));

    const { status, stdout, stderr } = await unlock(["kite"]);

    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^The state of kite has been locked for 3 hours by ada@laptop: OperationTypeApply, Terraform 1\.11\.4, lock one, since 20.*Z\.\nTo do: remove the lock kite\/terraform\.tfstate\.tflock from kite-terraform-state-123456789012 \(http/,
    );
    expect(stderr).toMatch(/^Nothing changed\. If the run of the holder has ended, add --yes/);
    expect(objects().has(key)).toBe(true);
  });

  it("prints no control character of the lock's content", async () => {
    objects().set(key, lock("one", "eve\u001b[2J@desk"));

    const { stdout } = await unlock(["kite"]);

    expect(stdout).toContain("by eve [2J@desk: OperationTypeApply");
    expect(stdout).not.toContain("\u001b");
  });

  it("finds the state at an emulator's S3 that has a server of its own", async () => {
    const nowhere = "http://127.0.0.1:1";

    const { stdout } = await unlock(["kite"], { AWS_ENDPOINT_URL: nowhere, AWS_ENDPOINT_URL_S3: aws.url });

    expect(stdout).toBe("The state of kite is not locked.\n");
  });

  it("removes the lock, and nothing else, with --yes", async () => {
    objects().set(key, lock("one")).set("kite-build/terraform.tfstate.tflock", lock("two"));

    const { status, stdout, stderr } = await unlock(["kite", "--yes"]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/\nRemoved the lock of kite\.\n$/);
    expect([...objects().keys()]).toEqual(["kite/terraform.tfstate", "kite-build/terraform.tfstate.tflock"]);
  });

  it("never removes a lock that another run created after the command read the first lock", async () => {
    objects().set(key, lock("one"));
    aws.s3.beforeAnswer = (method) => {
      if (method === "DELETE") {
        objects().set(key, lock("two", "eve@desk"));
      }
    };

    const { status, stderr } = await unlock(["kite", "--yes"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Nothing changed\. The lock was released in the meantime, and another run has created a new lock/,
    );
    expect(objects().get(key)).toContain("eve@desk");
  });

  it("succeeds if the holder releases the lock in the meantime", async () => {
    objects().set(key, lock("one"));
    aws.s3.beforeAnswer = (method) => {
      if (method === "DELETE") {
        objects().delete(key);
      }
    };

    expect(await unlock(["kite", "--yes"])).toMatchObject({ status: 0, stderr: "" });
  });

  it("reports a state without a lock, and succeeds", async () => {
    expect(await unlock(["kite", "--yes"])).toMatchObject({
      status: 0,
      stdout: "The state of kite is not locked.\n",
    });
    expect(aws.seen.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("removes a lock that Terraform did not write, and reports that its holder is unknown", async () => {
    objects().set(key, "not a lock");

    const { status, stdout } = await unlock(["kite", "--yes"]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^The state of kite has been locked for .*its holder is unknown\./);
    expect(objects().has(key)).toBe(false);
  });

  it("prints the lock as JSON with --json", async () => {
    objects().set(key, lock("one", "ada@laptop", new Date("2026-11-28T09:00:00Z")));

    const { stdout } = await unlock(["kite", "--json"]);

    expect(JSON.parse(stdout)).toEqual({
      stack: "kite",
      locked: true,
      removed: false,
      since: "2026-11-28T09:00:00.000Z",
      holder: "ada@laptop",
      operation: "OperationTypeApply",
      terraform: "1.11.4",
      lockId: "one",
    });
  });

  it.each([
    ["kite", "ada-kite"],
    ["ada-kite", "ada-kite"],
    ["kite-state", "kite-state"],
  ])("finds the lock of %s in a sandbox under the ID %s", async (name, id) => {
    objects().set(`${id}/terraform.tfstate.tflock`, lock("one"));

    const { stdout } = await unlock([name], { KITE_SANDBOX: "ada" });

    expect(stdout).toContain(`The state of ${id} has been locked`);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [
      "the stack is local or does not exist",
      ["local"],
      {},
      /^<stack>: expected one of kite-state, kite-build, kite, received "local"/,
    ],
    [
      "the state is in a file",
      ["kite"],
      { KITE_STATE: "local" },
      /^The state of kite-local is in a local file/,
    ],
  ])("fails without a request if %s", async (_case, flags, environment, message) => {
    const { status, stderr } = await unlock(flags, environment);

    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(aws.seen).toEqual([]);
  });

  it("reports a bucket that does not exist", async () => {
    aws.s3.buckets.clear();

    const { status, stderr } = await unlock(["kite"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot be accessed: NoSuchBucket.*Expected the bucket of the stack kite-state/);
  });
});
