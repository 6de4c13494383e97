import { BuildRoom, functionRoles } from "./build-room";
import { reportTag } from "./tag";

describe("a pushed tag", () => {
  it("is reported with its commit and the hash of its inputs, in a single call to AWS", async () => {
    const room = new BuildRoom();

    const build = await reportTag(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(room.events()).toEqual([
      {
        Source: "kite.build",
        DetailType: "Kite tagged",
        Detail: {
          tag: "v1.0.0",
          commit: room.commit(),
          inputs: expect.stringMatching(/^[0-9a-f]{32}$/),
          committedAt: "2026-01-03T10:00:00Z",
        },
      },
    ]);
    expect(room.calls().filter((call) => !call.startsWith("git"))).toEqual([
      expect.stringMatching(/^aws events put-events /),
    ]);
  });

  it("has the same hash of inputs as the build that ships the commit to dev", async () => {
    const room = new BuildRoom().functions("dev");
    await room.run("build-and-deploy");

    await reportTag(room);

    const [deployed, tagged] = room.events().map(({ Detail }) => (Detail as { inputs: string }).inputs);
    expect(tagged).toBe(deployed);
  });

  it("cannot run its own steps, or write through its own symbolic links", async () => {
    const room = new BuildRoom();
    const bad = `touch "$HOME/ran"\n`;
    room.file("elsewhere/untouched", "");
    for (const step of ["common.sh", "describe-source.sh", "report-tag.sh"]) {
      room.file(`source/buildspecs/steps/${step}`, bad);
    }
    room.file("source/buildspecs/deploy-on-tag.yml", bad);
    room.link("source/.kite", "elsewhere");

    const build = await reportTag(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(room.has("ran")).toBe(false);
    expect(room.has("elsewhere/pipeline")).toBe(false);
  });

  it.each(["tag/v1;curl", 'tag/v1"', "tag/v1$(id)", "branch/main", ""])(
    "is rejected if the webhook trigger is %j",
    async (trigger) => {
      const room = new BuildRoom();

      const build = await reportTag(room, trigger);

      expect(build.status).toBe("FAILED");
      expect(build.log).toContain("Expected a tag of letters, digits and . _ + -, got ");
      expect(room.events()).toEqual([]);
    },
  );

  it("results in a message that nothing was promoted if the event cannot be sent", async () => {
    const room = new BuildRoom().script({ call: "aws events*", says: "An error occurred (AccessDenied)" });

    const build = await reportTag(room);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(
      /"Kite tagged" for v1\.0\.0 was not sent: .*AccessDenied.*Nothing was promoted/,
    );
  });
});

describe("the build that ships an uploaded function.zip", () => {
  const OLD = functionRoles.map((role) => `old zip of ${role}`);

  it("ships it to all functions", async () => {
    const room = new BuildRoom().functions("dev").object("function.zip", "by hand");

    const build = await room.run("ship-function-zip");

    expect(build.status).toBe("SUCCEEDED");
    expect(room.running("dev")).toEqual(functionRoles.map(() => "by hand"));
    expect(room.calls("npm run kite -- bundle")).toEqual([]);
  });

  it("fails with the commands that create and upload function.zip if it is missing", async () => {
    const room = new BuildRoom().functions("dev");

    const build = await room.run("ship-function-zip");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(/npx kite bundle --asset.*aws s3 cp function\.zip s3:\/\/kite-source/);
    expect(room.running("dev")).toEqual(OLD);
  });
});
