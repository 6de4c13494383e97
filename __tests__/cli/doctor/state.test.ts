import { runChecks } from "../../../cli/doctor/check";
import { stateChecks } from "../../../cli/doctor/state-checks";
import type { CloudStackName } from "../../../settings/stack-id";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
  aws.objects = new Map([
    ["kite-state/terraform.tfstate", new Date()],
    ["kite/terraform.tfstate", new Date()],
  ]);
});
afterEach(() => aws.close());

const lines = async (
  stacks: readonly CloudStackName[] = ["kite"],
  variables: Readonly<Record<string, string>> = {},
  deployment: object = {},
) =>
  (await runChecks(stateChecks(aws.settings(deployment, variables), stacks))).map(
    ({ check: _, ...rest }) => rest,
  );
const threeHoursAgo = () => new Date(Date.now() - 3 * 3_600_000 - 1_000);
const withObject = (key: string, changed = threeHoursAgo()) => {
  aws.objects = new Map([...(aws.objects ?? []), [key, changed]]);
};

describe("the lines of the state", () => {
  it("are ok for a bucket without locks", async () => {
    expect(await lines()).toEqual([
      { status: "ok", text: "kite-terraform-state-123456789012" },
      { status: "ok", text: "no lock on kite" },
    ]);
  });

  it("fail without a bucket, and do not check the lock", async () => {
    aws.objects = undefined;

    expect(await lines()).toEqual([
      {
        status: "fail",
        text: "there is no bucket kite-terraform-state-123456789012",
        fix: "npx kite bootstrap",
      },
      { status: "skipped", text: "needs: State bucket" },
    ]);
    expect(aws.calls).toEqual(["HeadBucket"]);
  });

  it("warn if the caller may not list the bucket, for which AWS gives no reason", async () => {
    aws.denied.add("s3:ListBucket");

    const [bucket] = await lines();

    expect(bucket?.status).toBe("fail");
    expect(bucket?.text).toContain("cannot be accessed");
    expect(bucket?.fix).toContain("s3:ListBucket");
  });

  it("fail if the stack kite-state is not deployed", async () => {
    aws.objects = new Map([["kite/terraform.tfstate", new Date()]]);

    expect((await lines())[1]).toEqual({
      status: "fail",
      text: "the stack kite-state is not deployed",
      fix: "npx kite bootstrap",
    });
  });

  it("fail for a locked state, with its age and the command that prints the holder", async () => {
    withObject("kite/terraform.tfstate.tflock");

    expect((await lines())[1]).toEqual({
      status: "fail",
      text: "kite has been locked for 3 hours",
      fix: "npx kite unlock kite, which prints the holder",
    });
  });

  it("ignore the lock of a stack that is not deployed now", async () => {
    withObject("kite-build/terraform.tfstate.tflock");

    expect((await lines(["kite"]))[1]).toMatchObject({ status: "ok" });
    expect((await lines(["kite-build", "kite"]))[1]).toMatchObject({ status: "fail" });
  });

  it("check the locks of a sandbox, and the kite-state of the deployment", async () => {
    withObject("ada-kite/terraform.tfstate.tflock");

    expect((await lines(["kite"], { KITE_SANDBOX: "ada" }))[1]).toMatchObject({
      status: "fail",
      text: "ada-kite has been locked for 3 hours",
    });
  });

  it("are skipped if the state is in a file", async () => {
    const skipped = { status: "skipped", text: "KITE_STATE=local keeps the state in a file" };

    expect(await lines(["kite"], { KITE_STATE: "local" })).toEqual([
      skipped,
      { status: "skipped", text: "needs: State bucket" },
    ]);
    expect(aws.calls).toEqual([]);
  });
});
