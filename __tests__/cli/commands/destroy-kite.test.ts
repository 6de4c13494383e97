import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const removesProd = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: { actions: ["delete"], before: { tags_all: { stage: "prod" } } },
    },
  ],
});

const protectedProd = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: {
        actions: ["delete"],
        before: { deletion_protection_enabled: true, tags_all: { stage: "prod" } },
      },
    },
  ],
});

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await AwsStandIn.start();
  aws.parameters = ["/kite/dev/telegram-bot-token", "/kite/prod/telegram-bot-token"];
  aws.s3.with("kite-terraform-state-123456789012", { "kite-state/terraform.tfstate": "{}" });
});
afterAll(() => aws.close());

describe("kite destroy-kite", () => {
  const run = (workshop: Workshop, environment: Record<string, string> = {}, flags: string[] = []) =>
    workshop.run("destroy-kite", { ...aws.environment, ...environment }, flags);

  it("plans and applies the destruction of a deployment without protected stages", async () => {
    const workshop = workshopWith(deploymentFile);

    const destroy = await run(workshop);

    expect(destroy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.slice(2)).toEqual([
      `${here("kite")} plan -destroy -input=false -out=kite.tfplan`,
      `${here("kite")} show -json kite.tfplan`,
      `${here("kite")} apply -input=false kite.tfplan`,
    ]);
  });

  it("fails for a protected stage, and reports the command that removes the protection", async () => {
    const workshop = workshopWith({ ...deploymentFile, prodStage: true });

    const destroy = await run(workshop);

    expect(destroy.status).toBe(1);
    expect(destroy.stderr).toMatch(
      /^Nothing changed: the data of prod is protected.*npx kite unprotect prod --yes/,
    );
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each([
    [
      "prod is protected in the account, but no longer in the deployment file",
      { ...deploymentFile, prodStage: true, stages: { prod: { protect: false } } },
      /^Nothing changed: aws_dynamodb_table\.prod_Tables_Members_1 is protected against deletion\. Remove the protection first: npx kite unprotect prod --yes\. Then run this command again\.$/m,
    ],
    [
      "the deployment file no longer has prod",
      deploymentFile,
      /Remove the protection first: set "prodStage": true in deployments\/kite\.json, npx kite unprotect prod --yes\. Then/,
    ],
  ])(
    "deletes nothing, and reports the command that removes the protection, if %s",
    async (_case, file, message) => {
      const workshop = workshopWith(file);

      for (const script of ["destroy-kite", "deploy-kite"]) {
        const refused = await workshop.run(script, { ...aws.environment, PLAN: protectedProd }, [
          "--remove-prod",
          "--yes",
        ]);

        expect(refused.status).toBe(1);
        expect(refused.stderr).toMatch(message);
      }
      expect(workshop.calls.filter((call) => call.includes(" apply "))).toEqual([]);
    },
  );

  it("removes prod only with --remove-prod", async () => {
    const workshop = workshopWith(deploymentFile);

    const refused = await run(workshop, { PLAN: removesProd });
    const applied = workshop.calls.filter((call) => call.includes(" apply ")).length;
    const meant = await run(workshop, { PLAN: removesProd }, ["--remove-prod", "--yes"]);

    expect([refused.status, applied, meant.status]).toEqual([1, 0, 0]);
    expect(refused.stderr).toContain("aws_dynamodb_table.prod_Tables_Members_1");
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });
});
