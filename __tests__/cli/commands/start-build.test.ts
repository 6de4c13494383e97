import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";
import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
});
afterEach(() => aws.close());

function run(flags: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const workshop = new Workshop([]).file("deployments/kite.json", JSON.stringify(deploymentFile));
  return workshop.run("start-build", { ...aws.environment, ...environment }, flags);
}

/** Returns the requests to CodeBuild. */
const requests = () =>
  aws.seen.filter(({ body }) => body.startsWith("{")).map(({ body }) => JSON.parse(body));

describe("kite start-build", () => {
  it.each([
    [["build-and-upload"], "build-and-upload", undefined, "main"],
    [["build-and-upload", "v1.2.3"], "build-and-upload", "v1.2.3", "v1.2.3"],
    [["ship-function-zip"], "ship-function-zip", undefined, "main"],
  ])(
    "with %j starts the project of dev with the given buildspec",
    async (flags, buildspec, version, shown) => {
      const result = await run(flags);

      expect(result).toMatchObject({ status: 0, stderr: "" });
      expect(requests()).toEqual([
        {
          projectName: "build-and-deploy-project",
          buildspecOverride: `buildspecs/${buildspec}.yml`,
          ...(version && { sourceVersion: version }),
        },
      ]);
      expect(existsSync(join(repositoryFolder, requests()[0].buildspecOverride))).toBe(true);
      expect(result.stdout).toContain("Started build build-and-deploy-project:1 ");
      expect(result.stdout).toContain(`${buildspec} of ${shown}.`);
      expect(result.stdout).toContain("aws logs tail /aws/codebuild/build-and-deploy-project --follow");
    },
  );

  it("warns about an unknown variable in the environment", async () => {
    const { status, stdout } = await run(["build-and-upload"], { KITE_SANBOX: "ada" });

    expect(status).toBe(0);
    expect(stdout).toContain(
      "KITE_SANBOX (the environment) is not a variable of Kite. Did you mean KITE_SANDBOX?",
    );
  });

  it("starts the sandbox's own project in a sandbox", async () => {
    const result = await run(["build-and-upload"], { KITE_SANDBOX: "ada" });

    expect(result.status).toBe(0);
    expect(requests()).toMatchObject([{ projectName: "ada-build-and-deploy-project" }]);
  });

  it.each([
    [["promote"], 'Expected build-and-upload, ship-function-zip, received "promote".'],
    [[], "Expected <buildspec> [version], received no argument."],
    [
      ["build-and-upload", "main", "prod"],
      'Expected <buildspec> [version], received "build-and-upload main prod".',
    ],
  ])("rejects the arguments %j without a request", async (flags, message) => {
    const result = await run(flags);

    expect(result.status).toBe(1);
    expect(result.stderr).toContain(`${message} Run npx kite start-build --help`);
    expect(aws.seen).toEqual([]);
  });

  it("reports the command that creates the project if the project does not exist", async () => {
    aws.codeBuildRefuses = "ResourceNotFoundException";

    const result = await run(["build-and-upload"]);

    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(
      /^The build of build-and-deploy-project could not be started .*ResourceNotFoundException.*"npm run deploy-build" creates the project/,
    );
  });
});
