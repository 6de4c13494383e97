import { BuildRoom, functionRoles } from "./build-room";
import { promote, pushTag, reported, reportTag } from "./tag";

const oldZips = functionRoles.map((role) => `old zip of ${role}`);

/** Creates both stages, and deploys a commit to dev that passes its smoke test. */
async function tested(revision = "main"): Promise<BuildRoom> {
  const room = new BuildRoom().functions("dev").functions("prod").checkOut(revision);
  await room.run("build-and-deploy");
  return room;
}

describe("a promotion", () => {
  it("ships the same artifact to prod that dev runs, without a source, npm or git", async () => {
    const room = await tested();
    await reportTag(room);
    const earlier = room.calls().length;

    const build = await promote(room);

    const calls = room.calls().slice(earlier);
    expect(build.status).toBe("SUCCEEDED");
    expect(room.running("prod")).toEqual(room.running("dev"));
    expect(room.running("prod")).not.toEqual(oldZips);
    expect(calls.filter((call) => !call.startsWith("aws "))).toEqual([]);
    expect(calls.filter((call) => /--key artefacts.*--body/.test(call))).toEqual([]);
    expect(room.json("live/prod.json")).toMatchObject({ commit: room.commit() });
    expect(room.keys()).not.toContain("locks/prod.json");
    expect(room.events().at(-1)).toMatchObject({ DetailType: "Kite deployed", Detail: { stage: "prod" } });
  });

  it("runs its commands in an order in which a failure does no harm", async () => {
    const room = await tested();
    await reportTag(room);
    const earlier = room.calls().length;

    await promote(room);

    const calls = room.calls().slice(earlier);
    const first = (part: string) => calls.findIndex((call) => call.includes(part));
    const order = [
      "put-object --bucket kite-source-123456789012 --key locks/prod.json",
      "get-alias --function-name prod-request-dispatcher",
      "get-object --bucket kite-source-123456789012 --key live/dev.json",
      "get-function-configuration --function-name dev-request-dispatcher --qualifier live",
      "update-function-code --function-name prod-request-dispatcher",
      "update-alias --function-name prod-request-dispatcher",
      "codebuild start-build",
      "put-object --bucket kite-source-123456789012 --key live/prod.json",
      "events put-events",
      "delete-object",
    ].map(first);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it("uses the artifact of another commit with the same inputs", async () => {
    const room = (await tested("main~2")).checkOut("main~1");

    const build = await pushTag(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain(`built from commit ${room.commit("main~2")}`);
    expect(room.running("prod")).toEqual(room.running("dev"));
  });

  it("returns prod to an older commit that dev runs again", async () => {
    const room = await tested();
    await pushTag(room);
    await room.checkOut("main~2").run("build-and-deploy", { ALLOW_OLDER: "yes" });

    const build = await pushTag(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(room.json("live/prod.json")).toMatchObject({ commit: room.commit("main~2") });
    expect(room.running("prod")).toEqual(room.running("dev"));
  });

  it("succeeds with a notice if prod's functions do not exist yet", async () => {
    const room = new BuildRoom().functions("dev");
    await room.run("build-and-deploy");

    const build = await pushTag(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(build.log).toContain("The functions of prod do not exist yet");
    expect(room.calls("aws codebuild")).toEqual([]);
    expect(room.keys()).not.toContain("locks/prod.json");
  });
});

describe("a promotion is rejected", () => {
  async function expectRefusal(room: BuildRoom, message: RegExp, environment = reported(room)) {
    const build = await promote(room, environment);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(message);
    expect(room.running("prod")).toEqual(oldZips);
    expect(room.calls("aws codebuild")).toEqual([]);
    expect(room.keys()).not.toContain("locks/prod.json");
  }

  it("if dev has never run the same inputs", async () => {
    const room = (await tested("main~2")).checkOut("main");
    await reportTag(room);

    const { INPUTS } = reported(room);
    await expectRefusal(
      room,
      new RegExp(`Refused to promote v1\\.0\\.0 to prod: expected dev to run the artifact ${INPUTS}`),
    );
  });

  it("if dev runs a newer commit now", async () => {
    const room = await tested("main~2");
    await reportTag(room);
    const report = reported(room);
    await room.checkOut("main").run("build-and-deploy");

    await expectRefusal(
      room,
      new RegExp(`but it runs the artifact \\w+ \\(commit ${room.commit("main")}\\)`),
      report,
    );
  });

  it("if dev runs a newer commit after the wait for the lock", async () => {
    const room = await tested();
    await reportTag(room);
    room.object("locks/prod.json", { buildId: "promote-project:other" });
    room.meanwhile(
      'bucket="$1/s3/kite-source-123456789012"; printf \'{"inputs":"newer"}\' >"$bucket/live/dev.json"; rm -f "$bucket/locks/prod.json"',
    );

    await expectRefusal(room, /but it runs the artifact newer/);
  });

  it("if dev has never run any artifact", async () => {
    const room = new BuildRoom().functions("prod");
    await reportTag(room);

    await expectRefusal(room, /but it runs nothing\./);
  });

  it("if the artifact failed its smoke test in dev", async () => {
    const room = new BuildRoom().functions("dev").functions("prod");
    await room.script({ call: "npm run smoke*", says: "", exitCode: 1 }).run("build-and-deploy");
    await reportTag(room);

    await expectRefusal(room, /expected dev to run the artifact/);
  });

  it("if the artifact no longer exists", async () => {
    const room = await tested();
    await reportTag(room);
    room.script({ call: "aws s3api get-object*manifest.json*", says: "An error occurred (NoSuchKey)" });

    await expectRefusal(room, /is no longer in .*Run build-and-deploy-project/);
  });

  it("if the artifact changed after its deploy to dev", async () => {
    const room = await tested();
    await reportTag(room);
    room.object(`artefacts/${reported(room).INPUTS}/outbox.zip`, "something else");

    await expectRefusal(room, /outbox\.zip is not the code that dev runs: its hash is \w+, expected \w+/);
    expect(functionRoles.map((role) => room.read(`functions/prod-${role}/latest`))).toEqual(oldZips);
  });

  it.each([
    ["the bucket", "aws s3api get-object*live/dev*", "live/dev.json could not be read"],
    ["dev's functions", "aws lambda get-function-configuration*--qualifier*", "could not be compared"],
  ])("if %s cannot be read", async (_case, call, message) => {
    const room = await tested();
    await reportTag(room);
    room.script({ call, says: "An error occurred (AccessDenied)" });

    await expectRefusal(room, new RegExp(`${message}.*AccessDenied`));
  });

  it.each([
    ["TAG", "v1;id"],
    ["COMMIT", "main"],
    ["INPUTS", "../../other"],
    ["INPUTS", ""],
    ["COMMITTED_AT", "yesterday"],
  ])("if %s is %j", async (name, value) => {
    const room = await tested();
    await reportTag(room);

    await expectRefusal(room, new RegExp(`${name}: expected .* got `), { ...reported(room), [name]: value });
    expect(room.calls("aws lambda update-function-code --function-name prod")).toEqual([]);
  });
});

describe("the smoke test of a promotion", () => {
  async function afterTag(): Promise<BuildRoom> {
    const room = await tested();
    await reportTag(room);
    return room;
  }

  it("runs in its own project, with the same commit, against the addresses of prod", async () => {
    const room = await afterTag();

    await promote(room);

    expect(room.calls("aws codebuild")).toEqual([
      `aws codebuild start-build --project-name smoke-test-project --source-version ${room.commit()} --environment-variables-override name=WEBSOCKET_URL,value=wss://ws.example/dev name=HTTP_URL,value=https://api.example/dev --query build.id --output text`,
      "aws codebuild batch-get-builds --ids smoke-test-project:1 --query builds[0].buildStatus --output text",
    ]);
  });

  it("ends before the promotion continues", async () => {
    const room = await afterTag();
    room.script({ call: "aws codebuild batch-get-builds*", exitCode: 0, says: "IN_PROGRESS", times: 2 });

    const build = await promote(room);

    expect(build.status).toBe("SUCCEEDED");
    expect(room.calls("sleep")).toEqual(["sleep 10", "sleep 10"]);
  });

  it("is polled again after an error of AWS", async () => {
    const room = await afterTag();
    room.script({ call: "aws codebuild batch-get-builds*", says: "An error occurred (Throttling)" });

    const build = await promote(room);

    expect(build.status).toBe("SUCCEEDED");
  });

  it.each<[string, { call: string; says: string; exitCode?: number }, Record<string, string>, RegExp]>([
    [
      "fails",
      { call: "aws codebuild batch-get-builds*", exitCode: 0, says: "FAILED" },
      {},
      /The smoke test of prod ended as FAILED\. The log of build smoke-test-project:1 shows the reason/,
    ],
    [
      "is stopped",
      { call: "aws codebuild batch-get-builds*", exitCode: 0, says: "STOPPED" },
      {},
      /ended as STOPPED/,
    ],
    [
      "does not start",
      { call: "aws codebuild start-build*", says: "An error occurred (AccountLimitExceeded)" },
      {},
      /did not start: An error occurred \(AccountLimitExceeded\)/,
    ],
    [
      "has no result in time",
      { call: "aws codebuild batch-get-builds*", exitCode: 0, says: "IN_PROGRESS" },
      { SMOKE_MINUTES: "0" },
      /had no result after 0 minutes/,
    ],
  ])("rolls prod back if it %s, and does not change dev", async (_case, script, environment, message) => {
    const room = await afterTag();
    const onDev = room.running("dev");
    room.script(script);

    const build = await promote(room, { ...reported(room), ...environment });

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(message);
    expect(build.log).toContain("prod runs its previous code again.");
    expect(room.running("prod")).toEqual(oldZips);
    expect(room.running("dev")).toEqual(onDev);
    expect(room.keys()).not.toContain("live/prod.json");
    expect(room.keys()).not.toContain("locks/prod.json");
  });

  it("runs npm run smoke with the addresses that it receives, and fails if the command fails", async () => {
    const room = new BuildRoom();
    const addresses = { STAGE: "prod", WEBSOCKET_URL: "wss://ws.example", HTTP_URL: "https://api.example" };

    const passed = await room.run("smoke-test", addresses, {});
    const failed = await room
      .script({ call: "npm run smoke*", exitCode: 1, says: "no PONG" })
      .run("smoke-test", addresses, {});

    expect([passed.status, failed.status]).toEqual(["SUCCEEDED", "FAILED"]);
    expect(room.calls().slice(0, 2)).toEqual([
      "npm ci --no-audit",
      "npm run smoke -- prod --ws wss://ws.example --http https://api.example",
    ]);
  });
});
