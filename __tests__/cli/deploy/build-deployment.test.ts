import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = {
  account: "123456789012",
  region: "eu-west-1",
  app: "kite",
  gitRepositoryUrl: "https://github.com/ada/chat",
};
const parameters = ["websocket-url", "telegram-group", "channel"].map((name) => `/kite/dev/e2e-${name}`);

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
  aws.credentials = ["GITHUB"];
  aws.parameters = parameters;
  aws.s3.with("kite-terraform-state-123456789012", { "kite-state/terraform.tfstate": "{}" });
});
afterEach(() => aws.close());

const run = (workshop: Workshop, script: string, environment: Record<string, string> = {}) =>
  workshop.run(script, { ...aws.environment, ...environment });

describe("kite deploy-build", () => {
  it("plans kite-build, and applies the plan", async () => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, "deploy-build");

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(deploy.stdout).not.toMatch(/not stored yet|manually/);
    expect(deploy.stdout).toContain("Drift and the findings of the weekly scan are not reported");
    expect(deploy.stdout).toContain('Set "code": "build" in deployments/kite.json');
    expect(workshop.calls).toEqual([
      "terraform version -json",
      `${here("kite-build")} init -input=false -reconfigure`,
      `${here("kite-build")} plan -input=false -out=kite-build.tfplan`,
      `${here("kite-build")} apply -input=false kite-build.tfplan`,
    ]);
  });

  it.each([
    ["kite-local-build", { KITE_STATE: "local" }],
    ["ada-kite-build", { KITE_SANDBOX: "ada" }],
  ])("deploys %s with %j", async (stack, environment) => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, "deploy-build", environment as Record<string, string>);

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toBe(`${here(stack)} apply -input=false kite-build.tfplan`);
  });

  it("fails with the placeholder repository, and reports the key to set", async () => {
    const { gitRepositoryUrl: _url, ...without } = deploymentFile;
    const workshop = workshopWith(without);

    const deploy = await run(workshop, "deploy-build");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^gitRepositoryUrl \(deployments\/kite\.json\): received the placeholder https:\/\/github\.com\/example\/kite\.git, expected/,
    );
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("fails with the placeholder account", async () => {
    const deploy = await new Workshop().run("deploy-build");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/^account .* received the placeholder 000000000000/);
  });

  it("fails without a credential for GitHub, and reports how to store one", async () => {
    aws.credentials = ["BITBUCKET"];
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, "deploy-build");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/no credential for GitHub.*npx kite github-credentials import/);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("requires the credential of a GitHub Enterprise server, and reports that its webhooks must be created manually", async () => {
    const file = { ...deploymentFile, gitRepositoryUrl: "https://git.example.org/ada/chat" };

    const without = await run(workshopWith(file), "deploy-build");
    aws.credentials = ["GITHUB_ENTERPRISE"];
    const deploy = await run(workshopWith(file), "deploy-build");

    expect(without.status).toBe(1);
    expect(without.stderr).toMatch(
      /no credential for GitHub Enterprise \(git\.example\.org\), so no build can read the repository/,
    );
    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(deploy.stdout).toMatch(
      /Create the webhooks of the GitHub Enterprise server manually.*docs\/pipeline\.md/,
    );
  });

  it("fails without the state bucket", async () => {
    aws.s3.buckets.clear();

    const deploy = await run(workshopWith(deploymentFile), "deploy-build");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/no bucket kite-terraform-state-123456789012 .*npx kite bootstrap/);
  });

  it("fails without function.zip if the deployment needs it, and reports the command that creates it", async () => {
    const workshop = workshopWith({ ...deploymentFile, buildLambdaViaAsset: true });

    const deploy = await run(workshop, "deploy-build");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toContain('Create it with "npx kite bundle --asset"');
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("continues without the parameters of builds, and reports the missing ones", async () => {
    aws.parameters = parameters.slice(1);
    const workshop = workshopWith({
      ...deploymentFile,
      code: "build",
      domainName: "example.org",
      alarmEmails: ["a@example.org"],
    });

    const deploy = await run(workshop, "deploy-build");

    expect(deploy.status).toBe(0);
    expect(deploy.stdout).toMatch(
      /parameter \/kite\/cloudflare-api-token is not stored yet: .*CLOUDFLARE_READ_TOKEN in \.env, then run: npx kite secrets app/,
    );
    expect(deploy.stdout).toMatch(
      /parameter \/kite\/dev\/e2e-websocket-url is not stored yet: .*E2E_WEBSOCKET_URL in \.env, then run: npx kite secrets dev/,
    );
    expect(deploy.stdout).not.toContain("The parameter /kite/dev/e2e-channel is not stored yet");
    expect(deploy.stdout).not.toMatch(/are not reported|"code": "build"/);
    expect(deploy.stdout).toMatch(
      /AWS sends a@example\.org .*Subscription Confirmation"\. Open its link to receive reports\./,
    );
  });
});

describe("kite destroy-build", () => {
  it("deletes the stack without a credential, and reports how to delete a stored credential", async () => {
    aws.credentials = [];
    const workshop = workshopWith(deploymentFile);

    const destroy = await run(workshop, "destroy-build");

    expect(destroy).toMatchObject({ status: 0, stderr: "" });
    expect(destroy.stdout).toContain("npx kite github-credentials delete");
    expect(workshop.calls.slice(2)).toEqual([
      `${here("kite-build")} plan -destroy -input=false -out=kite-build.tfplan`,
      `${here("kite-build")} apply -input=false kite-build.tfplan`,
    ]);
  });
});

describe("kite diff", () => {
  it("plans kite-build, and changes nothing", async () => {
    const workshop = workshopWith(deploymentFile);

    const diff = await workshop.run("diff", aws.environment, ["kite-build"]);

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.slice(1)).toEqual([
      `${here("kite-build")} init -input=false -reconfigure`,
      `${here("kite-build")} plan -input=false -out=kite-build.tfplan`,
    ]);
  });
});
