import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await AwsStandIn.start();
  aws.parameters = ["/kite/dev/telegram-bot-token"];
  aws.s3.with("kite-terraform-state-123456789012", { "kite-state/terraform.tfstate": "{}" });
});
afterAll(() => aws.close());

describe("kite diff", () => {
  it("plans kite by default, and changes nothing", async () => {
    const workshop = workshopWith(deploymentFile);

    const diff = await workshop.run("diff", aws.environment);

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.map((call) => call.split(" ")[2])).toEqual(["-json", "init", "plan"]);
  });

  it.each([
    ["kite-state", "kite-state"],
    ["kite-build", "kite-build"],
    ["local", "local"],
    ["kite-local", "kite-local"],
  ])("plans %s, and changes nothing", async (stack, id) => {
    const workshop = workshopWith(deploymentFile);

    const diff = await workshop.run("diff", aws.environment, [stack]);

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.filter((call) => / (plan|apply|destroy) /.test(call))).toEqual([
      expect.stringContaining(`${here(id)} plan `),
    ]);
  });

  it.each([
    [
      "a stack that does not exist",
      "kyte",
      {},
      /^<stack>: expected one of local, kite-state, .*, received "kyte"/,
    ],
    [
      "kite-state before kite bootstrap has created it",
      "kite-state",
      { stateBucket: "elsewhere" },
      /^There is no bucket elsewhere yet.* npx kite bootstrap/,
    ],
  ])("rejects %s", async (_case, stack, keys, message) => {
    const diff = await workshopWith({ ...deploymentFile, ...keys }).run("diff", aws.environment, [stack]);

    expect(diff).toMatchObject({ status: 1, stderr: expect.stringMatching(message) });
  });

  it("reports the command that starts the database if DynamoDB Local is stopped", async () => {
    const workshop = new Workshop().container("exited").file("terraform.local.tfstate");

    const diff = await workshop.run("diff", {}, ["local"]);

    expect(diff.status).toBe(1);
    expect(diff.stderr).toMatch(/^The container dynamodb-local is not running.* npm run deploy-local\./);
  });
});
