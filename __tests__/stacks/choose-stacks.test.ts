import { chooseStacks } from "../../settings/choose-stacks";
import { lookUpSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { settingsFolder, smallest } from "../settings/settings-folder";

const incomplete = { app: "kite", region: "eu-west-1" };
const wrong = { ...smallest, account: "12" };

function choose(deployment: object, environment: Record<string, string> = {}, arguments_: string[] = []) {
  const directory = settingsFolder(deployment);
  return chooseStacks(lookUpSettings({ directory, environment }), arguments_);
}

describe("chooseStacks", () => {
  it.each([
    ["", ["local", "state", "build", "kite"]],
    ["local", ["local"]],
    ["kite-state", ["state"]],
    ["kite-build", ["build"]],
    ["kite", ["kite"]],
    ["kite,local", ["local", "kite"]],
  ])('builds what KITE_STACKS "%s" names', (stacks, expected) => {
    const { notice, local, state, build, kite } = choose(smallest, { KITE_STACKS: stacks });

    const built = Object.entries({ local: local || undefined, state, build, kite })
      .filter(([, chosen]) => chosen !== undefined)
      .map(([name]) => name);
    expect([notice, built]).toEqual(["", expected]);
  });

  it("synthesizes kite-build with a kite that takes its code from it", () => {
    const [named, other] = ["build", "asset"].map((code) =>
      choose({ ...smallest, code }, { KITE_STACKS: "kite" }),
    );

    expect([named?.build !== undefined, named?.codeFromBuild]).toEqual([true, true]);
    expect([other?.build !== undefined, other?.codeFromBuild]).toEqual([false, false]);
  });

  it("leaves out an unnamed stack with incomplete settings, and reports it", () => {
    const chosen = choose(incomplete);

    expect(chosen).toMatchObject({ local: true, kite: undefined });
    expect(chosen.notice).toMatch(
      /^The stacks kite-state, kite-build, kite are left out .*\n {2}- account .*received nothing/,
    );
  });

  it.each([
    ["is named and not complete", incomplete, { KITE_STACKS: "kite" }, /account .*received nothing/],
    ["has a wrong setting", wrong, {}, /account .*received "12"/],
    ["has a wrong setting and is named", wrong, { KITE_STACKS: "kite,local" }, /account .*received "12"/],
    [
      "lies in no file",
      smallest,
      { KITE_DEPLOYMENT: "nope" },
      /nope\.json\): .*received no such file.*copy deployments/,
    ],
    ["does not exist", smallest, { KITE_STACKS: "kyte" }, /KITE_STACKS .*received "kyte"/],
  ])("refuses a stack that %s", (_case, deployment, environment, message) => {
    const build = () => choose(deployment, environment as Record<string, string>);

    expect(build).toThrow(message);
  });

  it("synthesizes local despite faults of the others", () => {
    const chosen = choose(wrong, { KITE_STACKS: "local", PORT: "x" });

    expect(chosen).toEqual({
      local: true,
      state: undefined,
      build: undefined,
      kite: undefined,
      codeFromBuild: false,
      notice: "",
    });
  });

  it("leaves kite-state out of a sandbox", () => {
    const chosen = choose(smallest, { KITE_SANDBOX: "ada" });

    expect([chosen.state, chosen.kite !== undefined]).toEqual([undefined, true]);
  });

  it("rejects kite-state in a sandbox that names it", () => {
    const build = () => choose(smallest, { KITE_SANDBOX: "ada", KITE_STACKS: "kite-state" });

    expect(build).toThrow(/KITE_SANDBOX: .*received "ada".* Unset KITE_SANDBOX/);
  });

  it("keeps only the stage that --stage names", () => {
    const chosen = choose({ ...smallest, prodStage: true }, {}, ["--stage", "prod"]);

    expect(chosen.kite?.deployment.stages.map(({ name }) => name)).toEqual(["prod"]);
  });

  it.each([
    ["build", { from: "asset" }],
    ["asset", { from: "asset" }],
  ])("takes the sources for the one stage when code is %s: it is for the local run", (code, expected) => {
    const chosen = choose({ ...smallest, code }, {}, ["--stage", "dev"]);

    expect(chosen.kite?.deployment.code).toEqual(expected);
  });

  it.each([
    [["--stage", "prod"], /--stage: expected a stage of deployments\/kite.json \(dev\), received "prod"/],
    [["--stgae", "dev"], /The program has one option, --stage/],
    [["--stage"], /The program has one option, --stage/],
  ])("refuses the flags %j", (arguments_, message) => {
    const build = () => choose(smallest, {}, arguments_);

    expect(build).toThrow(message);
  });
});

describe("stackId", () => {
  it("returns other ids for local state and for a sandbox", () => {
    const ids = [undefined, "ada"].flatMap((KITE_SANDBOX) =>
      (["s3", "local"] as const).map((KITE_STATE) =>
        stackId("kite", { variables: { KITE_STATE, KITE_SANDBOX } }),
      ),
    );

    expect(ids).toEqual(["kite", "kite-local", "ada-kite", "ada-kite-local"]);
  });

  it("names kite-build with local state after kite-local", () => {
    const ids = [undefined, "ada"].flatMap((KITE_SANDBOX) =>
      (["s3", "local"] as const).map((KITE_STATE) =>
        stackId("kite-build", { variables: { KITE_STATE, KITE_SANDBOX } }),
      ),
    );

    expect(ids).toEqual(["kite-build", "kite-local-build", "ada-kite-build", "ada-kite-local-build"]);
  });
});
