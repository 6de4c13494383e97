import { BuildRoom, functionRoles, sourceBucket } from "./build-room";

const oldZips = functionRoles.map((role) => `old zip of ${role}`);
const otherBuild = { buildId: "build-and-deploy-project:other", commit: "0".repeat(40), takenAt: "then" };
const lock = "locks/dev.json";

function room(): BuildRoom {
  return new BuildRoom().functions("dev");
}

function live(of: BuildRoom, revision: string, committedAt: string) {
  return { inputs: "0".repeat(32), commit: of.commit(revision), committedAt, deployedAt: committedAt };
}

describe("the lock of a stage", () => {
  it("makes a deploy wait until the previous one has ended", async () => {
    const built = room().object(lock, otherBuild).meanwhile(`rm -f "$1/s3/${sourceBucket}/${lock}"`);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain("Waiting for build build-and-deploy-project:other, since ");
    expect(built.calls("sleep")).toEqual(["sleep 15"]);
    expect(built.keys()).not.toContain(lock);
  });

  it("is not taken over if another deploy waits too long, and that deploy changes nothing", async () => {
    const built = room().object(lock, otherBuild);

    const build = await built.run("build-and-deploy", { LOCK_WAIT_SECONDS: "0" });

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(
      /Another deploy of dev holds .*locks\/dev\.json: build build-and-deploy-project:other/,
    );
    expect(built.json(lock)).toEqual(otherBuild);
    expect(built.running("dev")).toEqual(oldZips);
  });

  it("is taken over, and the log reports it, if its build ended without releasing it", async () => {
    const built = room().object(lock, otherBuild, 61);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toMatch(
      /Took over the lock of build build-and-deploy-project:other, since 20.* ended without releasing its lock\./,
    );
    expect(built.calls(`aws s3api put-object --bucket ${sourceBucket} --key ${lock}`)[1]).toMatch(
      /--if-match "\w+"$/,
    );
    expect(built.keys()).not.toContain(lock);
  });

  it("is taken over by one build only", async () => {
    const built = room()
      .object(lock, otherBuild, 61)
      .script({ call: "aws s3api put-object*--if-match*", says: "An error occurred (PreconditionFailed)" });

    const build = await built.run("build-and-deploy", { LOCK_WAIT_SECONDS: "0" });

    expect(build.status).toBe("FAILED");
    expect(build.log).not.toContain("Took over");
    expect(built.running("dev")).toEqual(oldZips);
  });

  it("is requested again immediately if another build has just released it", async () => {
    const built = room().script({
      call: "aws s3api put-object*--if-none-match*",
      says: "An error occurred (ConditionalRequestConflict)",
    });

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(built.calls("sleep")).toEqual([]);
  });

  it("is not released by a build that has lost it to another build", async () => {
    const built = room().script({ call: "npm run smoke*", says: "", exitCode: 1 });
    const taken = JSON.stringify(otherBuild);
    // The smoke test fails, and another build takes the lock while it runs.
    built.file(
      "source/buildspecs/steps/smoke-test.sh",
      `echo '${taken}' >"$HOME/s3/${sourceBucket}/${lock}"\n`,
    );

    const build = await built.run("build-and-deploy");

    expect(build.log).toContain(
      "The lock of dev belongs to build build-and-deploy-project:other now and stays.",
    );
    expect(built.json(lock)).toEqual(otherBuild);
  });

  it("is separate for each stage", async () => {
    const built = room().object("locks/prod.json", otherBuild);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(built.keys()).toContain("locks/prod.json");
  });
});

describe("two simultaneous builds", () => {
  it("deploy one after another, and the later commit stays live in either order", async () => {
    const built = room();
    const other = built.anotherMachine("main~2");
    const buildOn = (source: string, id: string) =>
      built.run("build-and-deploy", { CODEBUILD_BUILD_ID: id }, undefined, source);

    const both = await Promise.all([buildOn(other, "older:1"), buildOn(built.source, "newer:1")]);

    const updates = built
      .calls("aws lambda update-function-code")
      .map((call) => /artefacts\/(\w+)/.exec(call)?.[1]);
    const { inputs } = built.json("live/dev.json") as { inputs: string };
    expect(both.map((build) => build.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(built.json("live/dev.json")).toMatchObject({ commit: built.commit("main") });
    expect(built.running("dev")).toEqual(functionRoles.map((role) => `zip of ${role} with inputs ${inputs}`));
    // The updates of the two builds do not mix. The build of the older commit may have ended without an update.
    expect(updates.slice(-functionRoles.length)).toEqual(functionRoles.map(() => inputs));
    expect(new Set(updates.slice(0, -functionRoles.length)).size).toBeLessThanOrEqual(1);
    expect(built.keys()).not.toContain(lock);
  });
});

describe("a commit", () => {
  it.each<[string, string, string, string, "yields" | "ships"]>([
    ["is not shipped over a later commit", "main~1", "main", "2026-01-03T10:00:00Z", "yields"],
    ["is shipped over an earlier commit", "main", "main~1", "2026-01-02T10:00:00Z", "ships"],
    ["is shipped again if the stage already runs it", "main", "main", "2026-01-03T10:00:00Z", "ships"],
    [
      "is shipped over its ancestor, whatever their dates are",
      "main",
      "main~1",
      "2027-01-01T00:00:00Z",
      "ships",
    ],
  ])("%s", async (_case, mine, theirs, committedAt, outcome) => {
    const built = room();
    built.object("live/dev.json", live(built, theirs, committedAt)).checkOut(mine);

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log.includes("Not shipped: dev runs the newer commit")).toBe(outcome === "yields");
    expect(built.calls("aws lambda update-alias")).toHaveLength(
      outcome === "yields" ? 0 : functionRoles.length,
    );
    expect(built.events()).toHaveLength(outcome === "yields" ? 0 : 1);
    expect(built.keys()).not.toContain(lock);
  });

  it.each([
    ["2026-01-04T00:00:00Z", 0],
    ["2026-01-01T00:00:00Z", functionRoles.length],
  ])("is compared by date with a commit of %s that the clone does not have", async (committedAt, aliases) => {
    const built = room();
    built.object("live/dev.json", { ...live(built, "main", committedAt), commit: "f".repeat(40) });

    const build = await built.run("build-and-deploy");

    expect(build.status).toBe("SUCCEEDED");
    expect(built.calls("aws lambda update-alias")).toHaveLength(aliases);
  });

  it("is shipped over a later commit with ALLOW_OLDER=yes", async () => {
    const built = room();
    built.object("live/dev.json", live(built, "main", "2026-01-03T10:00:00Z")).checkOut("main~1");

    const build = await built.run("build-and-deploy", { ALLOW_OLDER: "yes" });

    expect(build.status).toBe("SUCCEEDED");
    expect(built.json("live/dev.json")).toMatchObject({ commit: built.commit("main~1") });
  });
});
