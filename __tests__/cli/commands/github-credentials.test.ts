import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const enterprise = { ...deploymentFile, gitRepositoryUrl: "https://git.example.org/ada/chat" };
const githubToken = "ghp_madeUpForThisTest0123456789";
const credentialArn = "arn:aws:codebuild:eu-west-1:123456789012:token/github";

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
});
afterEach(() => aws.close());

/** Runs the command, and expects that its output does not contain the token. */
async function run(flags: string[], environment: Record<string, string> = {}, file: object = deploymentFile) {
  const workshop = new Workshop([]).file("deployments/kite.json", JSON.stringify(file));
  const result = await workshop.run("github-credentials", { ...aws.environment, ...environment }, flags);
  expect(result.stdout + result.stderr).not.toContain(githubToken);
  return result;
}

/** Returns the requests to CodeBuild. */
const asked = () => aws.seen.filter(({ body }) => body.startsWith("{")).map(({ body }) => JSON.parse(body));

describe("kite github-credentials import", () => {
  it("stores GITHUB_TOKEN in CodeBuild, replaces an earlier token, and does not print the token", async () => {
    const result = await run(["import"], { GITHUB_TOKEN: githubToken });

    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain(credentialArn);
    expect(asked()).toEqual([
      { serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN", token: githubToken, shouldOverwrite: true },
    ]);
  });

  it("reports the required scopes of the token if GITHUB_TOKEN is not set", async () => {
    const result = await run(["import"]);

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^GITHUB_TOKEN is not set .*https:\/\/github\.com\/settings\/tokens/);
    expect(result.stderr).toContain("repo and admin:repo_hook");
    expect(asked()).toEqual([]);
  });

  it("does not print the token if the error of AWS quotes it", async () => {
    aws.codeBuildRefuses = "InvalidInputException";

    const result = await run(["import"], { GITHUB_TOKEN: githubToken });

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^CodeBuild rejected the request: InvalidInputException\./);
  });
});

describe("kite github-credentials list", () => {
  it("lists the credentials for GitHub", async () => {
    aws.credentials = ["BITBUCKET", "GITHUB"];

    const result = await run(["list"]);

    expect(result).toMatchObject({ status: 0, stdout: `${credentialArn} (PERSONAL_ACCESS_TOKEN)\n` });
  });

  it("reports how to store a credential if CodeBuild has none", async () => {
    const result = await run(["list"]);

    expect(result.stdout).toMatch(
      /no credential for GitHub\. Store one with "npx kite github-credentials import"/,
    );
  });
});

describe("kite github-credentials delete", () => {
  it("deletes only the credential for GitHub", async () => {
    aws.credentials = ["BITBUCKET", "GITHUB"];

    const result = await run(["delete", "--yes"]);

    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain(`To do: delete ${credentialArn}.`);
    expect(aws.credentials).toEqual(["BITBUCKET"]);
  });

  it("reports the planned deletion, and changes nothing, without --yes", async () => {
    aws.credentials = ["GITHUB"];

    const result = await run(["delete"]);

    expect(result).toMatchObject({ status: 1, stderr: "Nothing changed. Add --yes to continue.\n" });
    expect(result.stdout).toContain(`To do: delete ${credentialArn}.`);
    expect(aws.credentials).toEqual(["GITHUB"]);
  });

  it("fails in a sandbox, because the sandbox shares the credential of the account", async () => {
    aws.credentials = ["GITHUB"];

    const result = await run(["delete", "--yes"], { KITE_SANDBOX: "ada" });

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^KITE_SANDBOX: expected no value, received "ada"/);
    expect(aws.credentials).toEqual(["GITHUB"]);
  });

  it("succeeds without a change if there is no credential", async () => {
    const result = await run(["delete", "--yes"]);

    expect(result).toMatchObject({ status: 0 });
    expect(result.stdout).toContain("nothing to delete");
  });
});

describe("kite github-credentials for a GitHub Enterprise server", () => {
  const arn = "arn:aws:codebuild:eu-west-1:123456789012:token/github_enterprise";

  it("imports the token for GITHUB_ENTERPRISE", async () => {
    const result = await run(["import"], { GITHUB_TOKEN: githubToken }, enterprise);

    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain("GitHub Enterprise (git.example.org)");
    expect(asked()).toEqual([
      {
        serverType: "GITHUB_ENTERPRISE",
        authType: "PERSONAL_ACCESS_TOKEN",
        token: githubToken,
        shouldOverwrite: true,
      },
    ]);
  });

  it("reports the server's page for creating tokens if GITHUB_TOKEN is not set", async () => {
    const result = await run(["import"], {}, enterprise);

    expect(result.status).toBe(1);
    expect(result.stderr).toContain("Create one at https://git.example.org/settings/tokens.");
    expect(result.stderr).toContain("a classic token needs the scope repo.");
  });

  it("lists and deletes only the server's credential", async () => {
    aws.credentials = ["GITHUB", "GITHUB_ENTERPRISE"];

    const list = await run(["list"], {}, enterprise);
    const deletion = await run(["delete", "--yes"], {}, enterprise);

    expect(list.stdout).toBe(`${arn} (PERSONAL_ACCESS_TOKEN)\n`);
    expect(deletion.stdout).toContain("revoke it at https://git.example.org/settings/tokens");
    expect(aws.credentials).toEqual(["GITHUB"]);
  });
});

describe("kite github-credentials", () => {
  it.each([
    [[], /Expected <action>, received no argument/],
    [["remove"], /Expected import, list, delete, received "remove"/],
  ])("rejects the arguments %j", async (flags, message) => {
    const result = await run(flags);

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(message);
  });
});
