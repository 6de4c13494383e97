import { AwsStandIn } from "../cli/aws-stand-in";
import { buildStackOf, environmentOf, rightsOf } from "../stacks/build";
import { BuildRoom, downloadSha256, sourceBucket } from "./build-room";
import { type Buildspec, inlineBuildspecNamed } from "./buildspec";
import { type NeededRight, neededRights, neededRightsOfRequest } from "./recorded-actions";
import { reported, reportTag } from "./tag";

const stack = buildStackOf({ prodStage: true });
const where = { region: "eu-west-1", account: "123456789012" };
const failingSmoke = { call: "npm run smoke*", exitCode: 1, says: "no PONG" };
const otherBuild = { buildId: "other:1" };

/** Statements that no command of a buildspec uses, with their purpose. */
const notOfCommands: Readonly<Record<string, string>> = {
  Logs: "CodeBuild writes the log",
  Parameters: "CodeBuild reads variables of the type PARAMETER_STORE",
  Cache: "CodeBuild keeps and fetches the cache",
  CacheBucket: "CodeBuild checks who owns the bucket of the cache",
  State: "Terraform reads the state",
  StateBucket: "Terraform looks for the state",
  Report: "CodeBuild puts the report of the tests into the group",
};

/** Returns the variables that the stack sets in a project. */
function variablesOf(project: string): Readonly<Record<string, string>> {
  return environmentOf(stack.one("aws_codebuild_project", { name: project }));
}

/** Builds of each project that together make every possible call of its steps. */
const builds: Readonly<Record<string, (run: Runner) => Promise<void>>> = {
  "build-and-deploy": async (run) => {
    await run(new BuildRoom().functions("dev"), "build-and-deploy");
    await run(new BuildRoom().functions("dev").script(failingSmoke), "build-and-deploy");
    await run(new BuildRoom().functions("dev").object("locks/dev.json", otherBuild, 61), "build-and-deploy");
    await run(new BuildRoom().functions("dev").object("function.zip", "by hand"), "ship-function-zip");
    await run(new BuildRoom(), "build-and-upload");
  },
  "deploy-on-tag": async (run) => {
    await run(new BuildRoom(), inlineBuildspecNamed("deploy-on-tag"), {
      CODEBUILD_WEBHOOK_TRIGGER: "tag/v1",
    });
  },
  promote: async (run) => {
    const room = new BuildRoom().functions("dev").functions("prod");
    await room.run("build-and-deploy");
    await reportTag(room);
    const again = (of: BuildRoom) => run(of, inlineBuildspecNamed("promote"), reported(of));
    await again(room.script({ call: "aws codebuild batch-get-builds*", exitCode: 0, says: "FAILED" }));
    await again(room);
    await again(room.object("locks/prod.json", otherBuild, 61));
  },
  "smoke-test": async (run) => {
    await run(new BuildRoom(), "smoke-test", {
      WEBSOCKET_URL: "wss://ws.example",
      HTTP_URL: "https://a.example",
    });
  },
  "drift-check": async (run) => {
    const room = new BuildRoom().file("drift.json", "{}").file("drift-code", "0\n");
    const sums = { TERRAFORM_SHA256_ARM64: downloadSha256, TERRAFORM_SHA256_AMD64: downloadSha256 };
    await run(room.object("drift/kite.json", { drift: true }), "drift-check", sums);
  },
  "pull-request": async (run) => {
    await run(new BuildRoom(), "pull-request");
  },
  "security-scan": async (run) => {
    await run(new BuildRoom().file("source/cli/fetch-checkov.sh", ""), "security-scan");
  },
};

type Runner = (
  room: BuildRoom,
  buildspec: string | Buildspec,
  environment?: Readonly<Record<string, string>>,
) => Promise<void>;

/** Records all builds of a project. @returns the permissions that they need */
async function recorded(project: string): Promise<readonly NeededRight[]> {
  const calls: string[] = [];
  await builds[project]?.(async (room, buildspec, environment = {}) => {
    const earlier = room.calls("aws").length;
    await room.run(buildspec, environment, variablesOf(`${project}-project`));
    calls.push(...room.calls("aws").slice(earlier));
  });
  const needed = [...new Set(calls)].flatMap((call) => neededRights(call, where));
  return [...new Map(needed.map((right) => [JSON.stringify(right), right])).values()];
}

/** Returns the id of a project's construct, such as `BuildAndDeploy` for `build-and-deploy`. */
function constructId(project: string): string {
  return project.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

/** Returns the statements of a role that its buildspec's commands use. Another test covers the reads of a plan. */
function statementsOf(project: string) {
  return Object.values(rightsOf(stack, `Projects_${constructId(project)}`)).filter(
    ({ Sid }) => !(Sid in notOfCommands) && !/^Plan\d+$/.test(Sid),
  );
}

/** Returns the needed permissions that no statement grants. */
function missing(project: string, needed: readonly NeededRight[]): readonly NeededRight[] {
  return needed.filter(
    ({ action, resource }) =>
      !statementsOf(project).some(
        ({ Action, Resource }) =>
          Action.includes(action) && Resource.some((pattern) => matches(pattern, resource)),
      ),
  );
}

/** Returns the role's actions and resources that no call needs, as `sid action` and `sid resource`. */
function superfluous(project: string, needed: readonly NeededRight[]): readonly string[] {
  return statementsOf(project).flatMap(({ Sid, Action, Resource }) => [
    ...Action.filter((action) => !needed.some((it) => it.action === action)).map((it) => `${Sid} ${it}`),
    ...Resource.filter(
      (pattern) => !needed.some((it) => Action.includes(it.action) && matches(pattern, it.resource)),
    ).map((it) => `${Sid} ${it}`),
  ]);
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(text);
}

describe.each(Object.keys(builds))("the role of %s-project", (project) => {
  let needed: readonly NeededRight[];

  beforeAll(async () => {
    needed = await recorded(project);
    // Several builds run one after another, on a machine that may be busy.
  }, 180_000);

  it("allows every call that its builds make", () => {
    expect(missing(project, needed)).toEqual([]);
  });

  it("allows no action and no resource that its builds do not use", () => {
    expect(superfluous(project, needed)).toEqual([]);
  });
});

describe("the role of e2e-test-project", () => {
  it("allows only the download of the host's session", async () => {
    const aws = await AwsStandIn.start();
    aws.s3.with(sourceBucket, { "e2e/auth.json": "{}" });
    const room = new BuildRoom().linkPrograms();

    // Values that CodeBuild reads from parameters.
    const values = {
      E2E_WEBSOCKET_URL: "wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
      E2E_CHANNEL: "e2e-channel",
      E2E_GROUP_URL: "https://web.telegram.org/a/#-1001234567890",
    };
    const build = await room.run(
      "e2e-test",
      { ...aws.environment, ...values },
      variablesOf("e2e-test-project"),
    );
    await aws.close();

    const needed = aws.seen.flatMap(neededRightsOfRequest);
    expect(build).toMatchObject({ status: "SUCCEEDED" });
    expect(room.calls("aws")).toEqual([]);
    expect(missing("e2e-test", needed)).toEqual([]);
    expect(superfluous("e2e-test", needed)).toEqual([]);
  });
});

describe("the events of builds", () => {
  it.each([
    ["build-and-deploy", ["Kite deployed"]],
    ["deploy-on-tag", ["Kite tagged"]],
    ["promote", ["Kite deployed"]],
    ["drift-check", ["Kite drift detected", "Kite drift cleared", "Kite drift check failed"]],
  ])("may be sent by %s only with its own source and these types: %j", (project, types) => {
    const { Condition } = rightsOf(stack, `Projects_${constructId(project)}`).Events ?? {};

    expect(Condition).toEqual({
      StringEquals: {
        "events:source": [variablesOf(`${project}-project`).EVENT_SOURCE],
        "events:detail-type": types,
      },
    });
  });
});

describe("the comparison of roles with calls", () => {
  const right = (action: string, resource: string) => ({ action, resource });

  it("finds a call that the role does not allow", () => {
    const foreign = right("lambda:UpdateAlias", "arn:aws:lambda:eu-west-1:123456789012:function:prod-outbox");

    expect(missing("build-and-deploy", [foreign])).toEqual([foreign]);
  });

  it("finds unused permissions", () => {
    const found = superfluous("build-and-deploy", []);

    expect(found).toContain("Functions lambda:UpdateAlias");
    expect(found).toContain(`Unlock arn:aws:s3:::${sourceBucket}/locks/dev.json`);
  });

  it("fails for a command whose permissions are not in the table", () => {
    expect(() => neededRights("aws s3 rm s3://all", where)).toThrow(/"s3 rm" are not in the table/);
  });
});
