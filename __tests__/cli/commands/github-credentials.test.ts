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

/** Runs the script; nothing that it says may hold the token. */
async function run(flags: string[], environment: Record<string, string> = {}, file: object = deploymentFile) {
  const workshop = new Workshop([]).file("deployments/kite.json", JSON.stringify(file));
  const result = await workshop.run("github-credentials", { ...aws.environment, ...environment }, flags);
  expect(result.stdout + result.stderr).not.toContain(githubToken);
  return result;
}

/** Returns the requests to CodeBuild. */
const asked = () => aws.seen.filter(({ body }) => body.startsWith("{")).map(({ body }) => JSON.parse(body));

describe("github-credentials import", () => {
  it("gives CodeBuild the token of GITHUB_TOKEN, in place of another, and does not show it", async () => {
    const result = await run(["import"], { GITHUB_TOKEN: githubToken });

    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain(credentialArn);
    expect(asked()).toEqual([
      { serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN", token: githubToken, shouldOverwrite: true },
    ]);
  });

  it("says what to set, and which scopes it needs, without a token", async () => {
    const result = await run(["import"]);

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^GITHUB_TOKEN is not set .*https:\/\/github\.com\/settings\/tokens/);
    expect(result.stderr).toContain("repo and admin:repo_hook");
    expect(asked()).toEqual([]);
  });

  it("does not show the token when AWS quotes it", async () => {
    aws.codeBuildRefuses = "InvalidInputException";

    const result = await run(["import"], { GITHUB_TOKEN: githubToken });

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^CodeBuild rejected the request: InvalidInputException\./);
  });
});

describe("github-credentials list", () => {
  it("lists the credentials for GitHub", async () => {
    aws.credentials = ["BITBUCKET", "GITHUB"];

    const result = await run(["list"]);

    expect(result).toMatchObject({ status: 0, stdout: `${credentialArn} (PERSONAL_ACCESS_TOKEN)\n` });
  });

  it("reports how to store a credential when there is none", async () => {
    const result = await run(["list"]);

    expect(result.stdout).toMatch(
      /no credential for GitHub\. Store one with "npx kite github-credentials import"/,
    );
  });
});

describe("github-credentials delete", () => {
  it("deletes the credential for GitHub, and keeps others", async () => {
    aws.credentials = ["BITBUCKET", "GITHUB"];

    const result = await run(["delete", "--yes"]);

    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain(`To do: delete ${credentialArn}.`);
    expect(aws.credentials).toEqual(["BITBUCKET"]);
  });

  it("reports the deletion and changes nothing without --yes", async () => {
    aws.credentials = ["GITHUB"];

    const result = await run(["delete"]);

    expect(result).toMatchObject({ status: 1, stderr: "Nothing changed. Add --yes to continue.\n" });
    expect(result.stdout).toContain(`To do: delete ${credentialArn}.`);
    expect(aws.credentials).toEqual(["GITHUB"]);
  });

  it("is refused in a sandbox, for the credential is not its own", async () => {
    aws.credentials = ["GITHUB"];

    const result = await run(["delete", "--yes"], { KITE_SANDBOX: "ada" });

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^KITE_SANDBOX: expected no value, received "ada"/);
    expect(aws.credentials).toEqual(["GITHUB"]);
  });

  it("has nothing to do when there is none", async () => {
    const result = await run(["delete", "--yes"]);

    expect(result).toMatchObject({ status: 0 });
    expect(result.stdout).toContain("nothing to delete");
  });
});

describe("github-credentials for a GitHub Enterprise server", () => {
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

  it("names the server's page of tokens without a token", async () => {
    const result = await run(["import"], {}, enterprise);

    expect(result.status).toBe(1);
    expect(result.stderr).toContain("Create one at https://git.example.org/settings/tokens.");
    expect(result.stderr).toContain("a classic token needs the scope repo.");
  });

  it("lists and deletes its credential alone", async () => {
    aws.credentials = ["GITHUB", "GITHUB_ENTERPRISE"];

    const list = await run(["list"], {}, enterprise);
    const deletion = await run(["delete", "--yes"], {}, enterprise);

    expect(list.stdout).toBe(`${arn} (PERSONAL_ACCESS_TOKEN)\n`);
    expect(deletion.stdout).toContain("revoke it at https://git.example.org/settings/tokens");
    expect(aws.credentials).toEqual(["GITHUB"]);
  });
});

describe("github-credentials", () => {
  it.each([
    [[], /Expected <action>, received no argument/],
    [["remove"], /Expected import, list, delete, received "remove"/],
  ])("refuses %j", async (flags, message) => {
    const result = await run(flags);

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(message);
  });
});
