import { BuildRoom, ROLES } from "./build-room";

const OLD = ROLES.map((role) => `old zip of ${role}`);
const PROD = {
  STAGE: "prod",
  FUNCTION_PREFIX: "prod",
  CODEBUILD_BUILD_ID: "deploy-on-tag-project:1",
  CODEBUILD_WEBHOOK_TRIGGER: "tag/v1.0.0",
};

/** Both stages, and dev has run and passed a commit. */
async function tested(revision = "main"): Promise<BuildRoom> {
  const room = new BuildRoom().functions("dev").functions("prod").checkOut(revision);
  await room.run("build-and-deploy");
  return room;
}

describe("a tag", () => {
  it("ships to prod the very artefact that dev has passed, and builds nothing", async () => {
    const room = await tested();
    const earlier = room.calls().length;

    const build = await room.run("deploy-on-tag", PROD);

    const calls = room.calls().slice(earlier);
    expect(build.status).toBe("SUCCEEDED");
    expect(room.running("prod")).toEqual(room.running("dev"));
    expect(room.running("prod")).not.toEqual(OLD);
    expect(calls.filter((call) => /^npm run (bundle|check)|--key artefacts.*--body/.test(call))).toEqual([]);
    expect(calls).toContain("npm run smoke -- prod --ws wss://ws.example/dev --http https://api.example/dev");
    expect(room.json("live/prod.json")).toMatchObject({ commit: room.commit() });
    expect(room.keys()).not.toContain("locks/prod.json");
    expect(room.events().at(-1)).toMatchObject({ DetailType: "Kite deployed", Detail: { stage: "prod" } });
  });

  it("finds it from another commit with the same inputs", async () => {
    const room = (await tested("main~2")).checkOut("main~1");

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain(`was built from commit ${room.commit("main~2")}`);
    expect(room.running("prod")).toEqual(room.running("dev"));
  });

  it("is refused, with the reason, when dev does not know its inputs", async () => {
    const room = (await tested("main~2")).checkOut("main");

    const build = await room.run("deploy-on-tag", PROD);

    const inputs = room.read("source/.kite/pipeline/inputs").trim();
    expect(build.status).toBe("FAILED");
    expect(build.log).toContain(
      `Refused to ship tag/v1.0.0 to prod: its inputs ${inputs} have not run and passed on dev`,
    );
    expect(build.log).toContain(`(commit ${room.commit("main~2")})`);
    expect(room.running("prod")).toEqual(OLD);
    expect(room.calls("aws lambda update-function-code --function-name prod")).toEqual([]);
  });

  it("is refused when dev has never run anything", async () => {
    const room = new BuildRoom().functions("prod");

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain("on dev, which runs nothing.");
  });

  it("is refused when dev has run it and it failed there", async () => {
    const room = new BuildRoom().functions("dev").functions("prod");
    await room.script({ call: "npm run smoke*", says: "", exitCode: 1 }).run("build-and-deploy");

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain("have not run and passed on dev");
    expect(room.running("prod")).toEqual(OLD);
  });

  it("says what to do when the artefact is gone", async () => {
    const room = await tested();
    room.script({ call: "aws s3api get-object*manifest.json*", says: "An error occurred (NoSuchKey)" });

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(/which dev has passed, is no longer in .*Run build-and-deploy-project/);
  });

  it("does not take a bucket that cannot be read for one without the artefact", async () => {
    const room = await tested();
    room.script({ call: "aws s3api get-object*tested*", says: "An error occurred (AccessDenied)" });

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain("could not be read: An error occurred (AccessDenied)");
    expect(build.log).not.toContain("Refused");
  });

  it("yields to a later commit that prod runs", async () => {
    const room = await tested("main~2");
    room.object("live/prod.json", {
      inputs: "",
      commit: room.commit("main"),
      committedAt: "2026-01-03T10:00:00Z",
    });

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain("Yields: prod runs the newer commit");
    expect(room.running("prod")).toEqual(OLD);
  });

  it("brings prod back when its smoke test fails, and leaves dev alone", async () => {
    const room = await tested();
    const onDev = room.running("dev");
    room.script({ call: "npm run smoke -- prod*", says: "no ACK", exitCode: 1 });

    const build = await room.run("deploy-on-tag", PROD);

    expect(build.status).toBe("FAILED");
    expect(room.running("prod")).toEqual(OLD);
    expect(room.running("dev")).toEqual(onDev);
    expect(room.keys()).not.toContain("live/prod.json");
  });
});

describe("a function.zip by hand", () => {
  it("is shipped to all functions, under a name that no tag finds", async () => {
    const room = new BuildRoom().functions("dev").object("function.zip", "by hand");

    const build = await room.run("ship-function-zip");
    const tag = await room.functions("prod").run("deploy-on-tag", PROD);

    expect(build.status).toBe("SUCCEEDED");
    expect(room.running("dev")).toEqual(["by hand", "by hand", "by hand"]);
    expect(room.calls("npm run bundle")).toEqual([]);
    expect(tag.status).toBe("FAILED");
  });

  it("is asked for with the commands that make and upload it", async () => {
    const room = new BuildRoom().functions("dev");

    const build = await room.run("ship-function-zip");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(/npm run bundle -- --asset.*aws s3 cp function\.zip s3:\/\/kite-source/);
    expect(room.running("dev")).toEqual(OLD);
  });
});
