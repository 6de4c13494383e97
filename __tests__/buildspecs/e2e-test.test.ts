import { AwsStandIn } from "../cli/aws-stand-in";
import { BuildRoom, sourceBucket } from "./build-room";

const secret = "session-of-the-host";

let aws: AwsStandIn;

beforeEach(async () => {
  aws = await AwsStandIn.start();
});
afterEach(() => aws.close());

describe("the end-to-end test", () => {
  it("downloads the host's session, runs Playwright, deletes the session, and logs none of it", async () => {
    aws.s3.with(sourceBucket, { "e2e/auth.json": `{"cookies":["${secret}"]}` });
    const room = new BuildRoom().linkPrograms();

    const build = await room.run("e2e-test", aws.environment);

    expect(build).toMatchObject({ status: "SUCCEEDED" });
    expect(aws.seen).toMatchObject([
      { method: "GET", path: `/${sourceBucket}/e2e/auth.json?x-id=GetObject` },
    ]);
    expect(room.calls("npx")).toEqual(["npx playwright test -c checks/e2e"]);
    expect(room.has("source/checks/e2e/auth.json")).toBe(false);
    expect(build.log).not.toContain(secret);
  });

  it("stores the session in a file that only its owner can read while Playwright runs", async () => {
    aws.s3.with(sourceBucket, { "e2e/auth.json": secret });
    const room = new BuildRoom().linkPrograms();
    room.file(
      "bin/npx",
      '#!/usr/bin/env bash\nstat -c %a checks/e2e/auth.json\ncmp checks/e2e/auth.json "$HOME/expected"\n',
    );
    room.file("expected", secret);

    const build = await room.run("e2e-test", aws.environment);

    expect(build).toMatchObject({ status: "SUCCEEDED", log: expect.stringContaining("\n600\n") });
  });

  it("fails without running Playwright if the session is missing, and reports how to create it", async () => {
    aws.s3.with(sourceBucket);
    const room = new BuildRoom().linkPrograms();

    const build = await room.run("e2e-test", aws.environment);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(/e2e\/auth\.json could not be downloaded \(NoSuchKey.*docs\/pipeline\.md/);
    expect(room.calls("npx")).toEqual([]);
  });

  it("fails, and still deletes the session, if a test fails", async () => {
    aws.s3.with(sourceBucket, { "e2e/auth.json": secret });
    const room = new BuildRoom().linkPrograms().script({ call: "npx*", exitCode: 1, says: "1 failed" });

    const build = await room.run("e2e-test", aws.environment);

    expect(build.status).toBe("FAILED");
    expect(room.has("source/checks/e2e/auth.json")).toBe(false);
  });
});
