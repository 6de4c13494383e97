import { BuildRoom, functionRoles, sourceBucket } from "./build-room";

const oldZips = functionRoles.map((role) => `old zip of ${role}`);

/** Creates a stage that runs the code of an earlier build, as version 2 of each function. */
async function shipped(): Promise<{ readonly room: BuildRoom; readonly before: readonly string[] }> {
  const room = new BuildRoom().functions("dev").checkOut("main~2");
  await room.run("build-and-deploy");
  return { room: room.checkOut("main"), before: room.running("dev") };
}

describe("a deploy that fails", () => {
  it.each<[string, { call: string; says: string; exitCode?: number }, RegExp]>([
    [
      "the update of the first function",
      { call: "aws lambda update-function-code*dispatcher*", says: "An error occurred (ServiceException)" },
      /dev-request-dispatcher could not be updated with artefacts\/\w+\/request-dispatcher\.zip: An error occurred \(ServiceException\)/,
    ],
    [
      "the update of the second function",
      { call: "aws lambda update-function-code*outbox*", says: "An error occurred (CodeStorageExceeded)" },
      /dev-outbox could not be updated with .*CodeStorageExceeded/,
    ],
    [
      "the wait",
      { call: "aws lambda wait*outbox*", says: "Waiter FunctionUpdatedV2 failed: Max attempts exceeded" },
      /dev-outbox was not ready in time: Waiter FunctionUpdatedV2 failed/,
    ],
    [
      "the first alias",
      { call: "aws lambda update-alias*dispatcher*", says: "An error occurred (TooManyRequestsException)" },
      /The alias "live" of dev-request-dispatcher did not move to version 2: .*TooManyRequests/,
    ],
    [
      "the last alias",
      { call: "aws lambda update-alias*lifecycle*", says: "An error occurred (TooManyRequestsException)" },
      /The alias "live" of dev-lifecycle-handler did not move/,
    ],
    [
      "the smoke test",
      { call: "npm run smoke*", says: "JOIN was not answered", exitCode: 1 },
      /JOIN was not answered[\s\S]*The smoke test of dev failed/,
    ],
  ])("at %s does not change the stage", async (_case, script, message) => {
    const room = new BuildRoom().functions("dev").script(script);

    const build = await room.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(message);
    expect(room.running("dev")).toEqual(oldZips);
    expect(functionRoles.map((role) => room.read(`functions/dev-${role}/latest`))).toEqual(oldZips);
    expect(room.keys().filter((key) => /^(live|locks)/.test(key))).toEqual([]);
    expect(room.events()).toEqual([]);
  });

  it("first moves the aliases back, and then publishes the old artifact again", async () => {
    const { room, before } = await shipped();
    const live = room.json("live/dev.json");
    const earlier = room.calls().length;
    room.script({ call: "npm run smoke*", says: "no PONG", exitCode: 1 });

    const build = await room.run("build-and-deploy");

    const after = room.calls().slice(earlier);
    const wayBack = after
      .slice(after.findIndex((call) => call.startsWith("npm run smoke")))
      .filter((call) => call.startsWith("aws lambda update"))
      .map((call) => call.replace(/ --(s3-bucket|query|output) \S+/g, ""));
    const { inputs } = live as { inputs: string };
    expect(build.status).toBe("FAILED");
    expect(wayBack).toEqual([
      ...functionRoles.map(
        (role) => `aws lambda update-alias --function-name dev-${role} --name live --function-version 2`,
      ),
      ...functionRoles.flatMap((role) => [
        `aws lambda update-function-code --function-name dev-${role} --s3-key artefacts/${inputs}/${role}.zip --publish`,
        `aws lambda update-alias --function-name dev-${role} --name live --function-version 4`,
      ]),
    ]);
    expect(room.running("dev")).toEqual(before);
    expect(build.log).toContain("dev runs its previous code again.");
    expect(room.json("live/dev.json")).toEqual(live);
    expect(room.keys()).not.toContain("locks/dev.json");
  });

  it("restores the code of the previous deploy, even if that deploy ended while this one waited for the lock", async () => {
    const { room } = await shipped();
    const other = new Map(functionRoles.map((role) => [role, `other zip of ${role}`]));
    const inputs = "0".repeat(32);
    for (const [role, zip] of other) {
      room.object(`artefacts/${inputs}/${role}.zip`, zip);
    }
    room.object("locks/dev.json", { buildId: "build-and-deploy-project:other" });
    room.meanwhile(`
      for role in ${functionRoles.join(" ")}; do
        printf 'other zip of %s' "$role" | tee "$1/functions/dev-$role/latest" >"$1/functions/dev-$role/version-3"
        echo 3 >"$1/functions/dev-$role/alias-live"
      done
      printf '{"inputs":"${inputs}","commit":"${room.commit("main~1")}"}' >"$1/s3/${sourceBucket}/live/dev.json"
      rm -f "$1/s3/${sourceBucket}/locks/dev.json"`);
    room.script({ call: "npm run smoke*", says: "no PONG", exitCode: 1 });

    const build = await room.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(room.running("dev")).toEqual([...other.values()]);
  });

  it("restores the seeds from the configured keys if it is the first deploy", async () => {
    const room = new BuildRoom()
      .functions("dev")
      .object("ours/main.zip", "old zip of request-dispatcher")
      .object("ours/out.zip", "old zip of outbox")
      .object("ours/life.zip", "old zip of lifecycle-handler")
      .object("ours/widget.zip", "old zip of widget")
      .script({ call: "npm run smoke*", says: "no PONG", exitCode: 1 });

    const build = await room.run("build-and-deploy", {
      SEED_REQUEST_DISPATCHER: "ours/main.zip",
      SEED_OUTBOX: "ours/out.zip",
      SEED_LIFECYCLE_HANDLER: "ours/life.zip",
      SEED_WIDGET: "ours/widget.zip",
    });

    const keys = room
      .calls("aws lambda update-function-code")
      .map((call) => / --s3-key (\S+)/.exec(call)?.[1] ?? "");
    expect(build.log).toContain("dev runs its previous code again.");
    expect(keys.slice(functionRoles.length)).toEqual([
      "ours/main.zip",
      "ours/out.zip",
      "ours/life.zip",
      "ours/widget.zip",
    ]);
    expect(room.running("dev")).toEqual(oldZips);
  });

  it("does not move the alias to code that never ran if live/dev.json is wrong", async () => {
    const { room } = await shipped();
    for (const role of functionRoles) {
      room.file(`functions/dev-${role}/latest`, "by hand");
      room.file(`functions/dev-${role}/version-3`, "by hand");
      room.file(`functions/dev-${role}/alias-live`, "3\n");
    }
    room.script({ call: "npm run smoke*", says: "no PONG", exitCode: 1 });

    const build = await room.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(room.running("dev")).toEqual(functionRoles.map(() => "by hand"));
    expect(build.log).toMatch(/is not the code that dev-outbox ran before, so its alias is not moved/);
  });

  it("reports the commands to run manually if a step of the rollback fails, and continues with the other functions", async () => {
    const room = new BuildRoom()
      .functions("dev")
      .script({ call: "npm run smoke*", says: "no PONG", exitCode: 1 })
      .script({ call: "aws lambda update-alias*dispatcher*--function-version 1 *", says: "(Throttled)" })
      .script({ call: "aws lambda update-function-code*--s3-key outbox.zip*", says: "(Throttled)" });

    const build = await room.run("build-and-deploy");

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(/The rollback failed too\. Run these commands:/);
    expect(build.log).toContain(
      "  aws lambda update-alias --function-name dev-request-dispatcher --name live --function-version 1\n",
    );
    expect(build.log).toContain(
      "  aws lambda update-function-code --function-name dev-outbox --s3-bucket kite-source-123456789012 --s3-key outbox.zip --publish\n",
    );
    expect(room.running("dev")).toEqual(oldZips);
    expect(room.keys()).not.toContain("locks/dev.json");
  });
});
