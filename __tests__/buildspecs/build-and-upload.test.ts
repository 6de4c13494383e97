import { BuildRoom, functionRoles, sourceBucket } from "./build-room";

const inputsOf = (room: BuildRoom) => room.read("source/.kite/pipeline/inputs").trim();

describe("a build that only builds and uploads", () => {
  it("uploads the artifact of its inputs, and changes no function", async () => {
    const room = new BuildRoom().functions("dev");

    const build = await room.run("build-and-upload");

    const artifact = `artefacts/${inputsOf(room)}`;
    expect(build).toMatchObject({
      status: "SUCCEEDED",
      phases: [
        ["install", "SUCCEEDED"],
        ["build", "SUCCEEDED"],
      ],
    });
    expect(build.log).toContain(`Uploaded the artifact ${artifact} to ${sourceBucket}.`);
    expect(room.keys().filter((key) => key.startsWith("artefacts/"))).toEqual(
      [...functionRoles.map((role) => `${artifact}/${role}.zip`), `${artifact}/manifest.json`].sort(),
    );
    expect(room.running("dev")).toEqual(functionRoles.map((role) => `old zip of ${role}`));
    expect(room.calls("aws lambda")).toEqual([]);
    expect(room.events()).toEqual([]);
    expect(room.keys().filter((key) => /^(live|locks)/.test(key))).toEqual([]);
  });

  it("uploads an artifact that a later push ships without a second build", async () => {
    const room = new BuildRoom().functions("dev");
    await room.run("build-and-upload");

    const push = await room.run("build-and-deploy");

    expect(push.status).toBe("SUCCEEDED");
    expect(room.calls("npm run kite -- bundle")).toHaveLength(1);
    expect(room.running("dev")).toEqual(
      functionRoles.map((role) => `zip of ${role} with inputs ${inputsOf(room)}`),
    );
  });

  it.each([
    ["npm ci", { call: "npm ci*", says: "ENETDOWN", exitCode: 1 }, /ENETDOWN/],
    [
      "the bundle",
      { call: "npm run kite -- bundle*", says: "cannot resolve", exitCode: 1 },
      /cannot resolve/,
    ],
    [
      "the upload",
      { call: "*put-object*outbox.zip*", says: "(AccessDenied)" },
      /outbox\.zip could not be written.*AccessDenied/,
    ],
  ])("fails with the reason, and uploads no manifest, if %s fails", async (_step, script, reason) => {
    const room = new BuildRoom().functions("dev").script(script);

    const build = await room.run("build-and-upload");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(reason);
    expect(room.keys().filter((key) => key.endsWith("manifest.json"))).toEqual([]);
  });
});
