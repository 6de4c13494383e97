import { command as smoke } from "../../cli/commands/smoke";
import { parseWords } from "../../cli/parse";
import { readSmokeWords, type SmokeOptions } from "../../cli/smoke/target";
import { BuildRoom, functionRoles } from "./build-room";

const oldZips = functionRoles.map((role) => `old zip of ${role}`);

function room(): BuildRoom {
  return new BuildRoom().functions("dev");
}

/** Returns the hash that the build computed for its inputs. */
function inputsOf(built: BuildRoom): string {
  return built.read("source/.kite/pipeline/inputs").trim();
}

function fresh(built: BuildRoom): readonly string[] {
  return functionRoles.map((role) => `zip of ${role} with inputs ${inputsOf(built)}`);
}

describe("the build of a push to main", () => {
  it("tests, builds, uploads, ships and smoke-tests the commit, stores a record and sends an event", async () => {
    const built = room();

    const build = await built.run("build-and-deploy");

    expect(build).toMatchObject({
      status: "SUCCEEDED",
      phases: [
        ["install", "SUCCEEDED"],
        ["pre_build", "SUCCEEDED"],
        ["build", "SUCCEEDED"],
      ],
    });
    const inputs = inputsOf(built);
    const commit = built.commit();
    expect(built.running("dev")).toEqual(fresh(built));
    expect(built.json(`artefacts/${inputs}/manifest.json`)).toEqual({
      inputs,
      commit,
      committedAt: "2026-01-03T10:00:00Z",
      builtAt: expect.any(String),
    });
    expect(built.json("live/dev.json")).toEqual({
      inputs,
      commit,
      committedAt: "2026-01-03T10:00:00Z",
      deployedAt: expect.any(String),
    });
    expect(built.keys()).not.toContain("locks/dev.json");
    expect(built.events()).toEqual([
      { Source: "kite.build", DetailType: "Kite deployed", Detail: { stage: "dev", inputs, commit } },
    ]);
  });

  it("runs its commands in an order in which a failure does no harm", async () => {
    const built = room();

    await built.run("build-and-deploy");

    const steps = built
      .calls()
      .filter((call) => !call.startsWith("git"))
      .map((call) => call.replace(/ --(query|output|body|entries) \S+| \.kite\S+/g, ""));
    const inputs = inputsOf(built);
    const put = (key: string, more = "") =>
      `aws s3api put-object --bucket kite-source-123456789012 --key ${key}${more}`;
    const artefact = (role: string) => put(`artefacts/${inputs}/${role}.zip`);
    const get = (key: string) => `aws s3api get-object --bucket kite-source-123456789012 --key ${key}`;
    const each = (make: (role: string) => string) => functionRoles.map(make);
    expect(steps).toEqual([
      "npm ci --no-audit",
      "npm run check",
      get(`artefacts/${inputs}/manifest.json`),
      "npm run kite -- bundle",
      ...each(artefact),
      put(`artefacts/${inputs}/manifest.json`),
      put("locks/dev.json", " --if-none-match *"),
      ...each((role) => `aws lambda get-alias --function-name dev-${role} --name live`),
      ...each((role) => `aws lambda get-function-configuration --function-name dev-${role}`),
      "aws lambda get-function-configuration --function-name dev-request-dispatcher",
      get("live/dev.json"),
      ...each(
        (role) =>
          `aws lambda update-function-code --function-name dev-${role} --s3-bucket kite-source-123456789012 --s3-key artefacts/${inputs}/${role}.zip --publish`,
      ),
      ...each((role) => `aws lambda wait function-updated-v2 --function-name dev-${role}`),
      ...each(
        (role) => `aws lambda update-alias --function-name dev-${role} --name live --function-version 2`,
      ),
      "npm run smoke -- dev --ws wss://ws.example/dev --http https://api.example/dev",
      put("live/dev.json"),
      "aws events put-events",
      get("locks/dev.json"),
      "aws s3api delete-object --bucket kite-source-123456789012 --key locks/dev.json",
    ]);
  });

  it("does not pass the role's credentials or the project's variables to the tests", async () => {
    const built = room();

    await built.run("build-and-deploy");

    const seen = built.read("environment-of-checks.txt");
    expect(seen).toMatch(/^CI=true$/m);
    expect(seen).not.toMatch(/AWS_|KITE_|CODEBUILD_|SOURCE_BUCKET/);
  });

  it("logs no credential", async () => {
    const build = await room().run("build-and-deploy");

    expect(build.log).not.toContain("credentials-of-the-role");
  });

  it("passes arguments that the smoke test accepts", async () => {
    const built = room();

    await built.run("build-and-deploy");

    const [, words = ""] = built.calls("npm run smoke")[0]?.split(" -- ") ?? [];
    const { options, positionals } = parseWords(smoke, words.split(" "));
    expect(readSmokeWords(positionals[0], options as unknown as SmokeOptions)).toMatchObject({
      stage: "dev",
      urls: { webSocketUrl: "wss://ws.example/dev", httpUrl: "https://api.example/dev" },
    });
  });

  it("uses an artifact that already exists", async () => {
    const built = room();
    await built.run("build-and-deploy");

    const again = await built.run("build-and-deploy", { CODEBUILD_BUILD_ID: "build-and-deploy-project:2" });

    expect(again.status).toBe("SUCCEEDED");
    expect(again.log).toContain(
      `is already in kite-source-123456789012, built from commit ${built.commit()}`,
    );
    expect(built.calls("npm run kite -- bundle")).toHaveLength(1);
  });

  it("builds an artifact again if its upload was incomplete", async () => {
    const built = room().script({ call: "*put-object*manifest.json*", says: "(InternalError)" });
    await built.run("build-and-deploy");

    const again = await built.run("build-and-deploy");

    expect(again.status).toBe("SUCCEEDED");
    expect(built.calls("npm run kite -- bundle")).toHaveLength(2);
  });

  it("uses one artifact for commits with the same inputs, and another for different inputs", async () => {
    const built = room();
    const inputs = [];
    for (const revision of ["main", "main~1", "main~2"]) {
      await built.checkOut(revision).run("build-and-deploy", { ALLOW_OLDER: "yes" });
      inputs.push(inputsOf(built));
    }

    const [newest, words, oldest] = inputs;

    expect(words).toBe(oldest);
    expect(newest).not.toBe(words);
  });

  it("succeeds with a notice if the functions do not exist yet", async () => {
    const built = new BuildRoom();

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain("The functions of dev do not exist yet");
    expect(built.calls("aws lambda")).toHaveLength(functionRoles.length);
    expect(built.calls("npm run smoke")).toEqual([]);
    expect(built.events()).toEqual([]);
    expect(built.keys().filter((key) => /^(live|locks)/.test(key))).toEqual([]);
  });

  it("skips the tests that the machine cannot run, and logs it", async () => {
    const built = room();
    const leaning = "/source/__tests__/chat/talk.test.ts";
    const withoutEngine = room()
      .removeEngine()
      .script({ call: "npx jest --listTests --findRelatedTests *", exitCode: 0, says: leaning });

    const whole = await built.run("pull-request");
    const part = await withoutEngine.run("pull-request");

    expect([whole.status, part.status]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(built.calls("npm")).toEqual(["npm ci --no-audit", "npm run check"]);
    expect(part.log).toContain("the tests of the chat on the local run are skipped");
    expect(withoutEngine.calls("npm")).toEqual([
      "npm ci --no-audit",
      "npm run lint",
      "npm run compile",
      `npm test -- --ci --testPathIgnorePatterns ${leaning} __tests__/playground/ __tests__/e2e/`,
      "npm run synth",
    ]);
  });
});

describe("a build of a push to main that fails", () => {
  it.each<[string, { call: string; says: string; exitCode?: number; times?: number }, RegExp]>([
    ["npm ci", { call: "npm ci*", says: "ENETDOWN", exitCode: 1 }, /ENETDOWN/],
    ["a test", { call: "npm run check", says: "1 failed", exitCode: 1 }, /1 failed/],
    ["the bundle", { call: "npm run kite -- bundle*", says: "No such file", exitCode: 1 }, /No such file/],
    [
      "the upload",
      { call: "aws s3api put-object*outbox.zip*", says: "An error occurred (AccessDenied)" },
      /artefacts\/\w+\/outbox\.zip could not be written: An error occurred \(AccessDenied\)\. Check the role/,
    ],
    [
      "the search for the artifact",
      { call: "aws s3api get-object*manifest.json*", says: "An error occurred (AccessDenied)" },
      /manifest\.json could not be read: An error occurred \(AccessDenied\)/,
    ],
    [
      "the lookup of the functions",
      { call: "aws lambda get-alias*", says: "An error occurred (AccessDeniedException)" },
      /The alias "live" of dev-request-dispatcher could not be read: .*AccessDeniedException/,
    ],
    [
      "the lock, with another error than a conflict",
      { call: "aws s3api put-object*locks*", says: "An error occurred (AccessDenied)" },
      /locks\/dev\.json could not be written/,
    ],
  ])("at %s changes no function", async (_case, script, message) => {
    const built = room().script(script);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(message);
    expect(built.calls("aws lambda update")).toEqual([]);
    expect(built.running("dev")).toEqual(oldZips);
    expect(built.keys().filter((key) => /^(live|locks)/.test(key))).toEqual([]);
  });

  it("updates no function if two of the four are missing", async () => {
    const built = new BuildRoom().functions("dev", ["request-dispatcher", "outbox"]);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain('have no alias "live": dev-lifecycle-handler dev-widget.');
    expect(built.calls("aws lambda update")).toEqual([]);
  });

  it("reports the name of a variable that the project does not set", async () => {
    const build = await room().run("build-and-deploy", { FUNCTION_PREFIX: "" });

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain("The variable FUNCTION_PREFIX is not set");
  });

  it("reports that the code is live if only the event fails", async () => {
    const refused = room().script({ call: "aws events*", says: "1", exitCode: 0 });
    const denied = room().script({ call: "aws events*", says: "An error occurred (AccessDeniedException)" });

    const builds = [await refused.run("build-and-deploy"), await denied.run("build-and-deploy")];

    expect(builds.map((build) => build.status)).toEqual(["FAILED", "FAILED"]);
    expect(builds[0]?.log).toMatch(
      /dev runs the new code .* could not be sent: EventBridge rejected the event/,
    );
    expect(builds[1]?.log).toMatch(/could not be sent: An error occurred \(AccessDeniedException\)/);
    expect(refused.running("dev")).toEqual(fresh(refused));
    expect(refused.keys()).not.toContain("locks/dev.json");
  });

  it("reports how to delete a lock that it could not delete", async () => {
    const built = room().script({ call: "aws s3api delete-object*", says: "An error occurred (SlowDown)" });

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(
      /could not be deleted: .*SlowDown.*aws s3api delete-object --bucket kite-source/s,
    );
    expect(built.running("dev")).toEqual(fresh(built));
  });
});
