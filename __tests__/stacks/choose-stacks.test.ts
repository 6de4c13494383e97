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
  ])('builds the stacks that KITE_STACKS="%s" names, or all stacks if it is empty', (stacks, expected) => {
    const { notice, local, state, build, kite } = choose(smallest, { KITE_STACKS: stacks });

    const built = Object.entries({ local: local || undefined, state, build, kite })
      .filter(([, chosen]) => chosen !== undefined)
      .map(([name]) => name);
    expect([notice, built]).toEqual(["", expected]);
  });

  it("also synthesizes kite-build if kite gets its code from kite-build", () => {
    const [named, other] = ["build", "asset"].map((code) =>
      choose({ ...smallest, code }, { KITE_STACKS: "kite" }),
    );

    expect([named?.build !== undefined, named?.codeFromBuild]).toEqual([true, true]);
    expect([other?.build !== undefined, other?.codeFromBuild]).toEqual([false, false]);
  });

  it("skips and reports a stack that has incomplete settings, unless KITE_STACKS names it", () => {
    const chosen = choose(incomplete);

    expect(chosen).toMatchObject({ local: true, kite: undefined });
    expect(chosen.notice).toMatch(
      /^The stacks kite-state, kite-build, kite are left out .*\n {2}- account .*received nothing/,
    );
  });

  it.each([
    [
      "is named, but has incomplete settings",
      incomplete,
      { KITE_STACKS: "kite" },
      /account .*received nothing/,
    ],
    ["has an invalid setting", wrong, {}, /account .*received "12"/],
    ["is named, and has an invalid setting", wrong, { KITE_STACKS: "kite,local" }, /account .*received "12"/],
    [
      "belongs to a deployment without a file",
      smallest,
      { KITE_DEPLOYMENT: "nope" },
      /nope\.json\): .*received no such file.*copy deployments/,
    ],
    ["does not exist", smallest, { KITE_STACKS: "kyte" }, /KITE_STACKS .*received "kyte"/],
  ])("rejects a stack that %s", (_case, deployment, environment, message) => {
    const build = () => choose(deployment, environment as Record<string, string>);

    expect(build).toThrow(message);
  });

  it("synthesizes the stack local even if the settings of other stacks are invalid", () => {
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

  it("does not build kite-state in a sandbox", () => {
    const chosen = choose(smallest, { KITE_SANDBOX: "ada" });

    expect([chosen.state, chosen.kite !== undefined]).toEqual([undefined, true]);
  });

  it("rejects a sandbox whose KITE_STACKS names kite-state", () => {
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
  ])(
    "uses the local sources with --stage, the flag of the local run, even if code is %s",
    (code, expected) => {
      const chosen = choose({ ...smallest, code }, {}, ["--stage", "dev"]);

      expect(chosen.kite?.deployment.code).toEqual(expected);
    },
  );

  it.each([
    [["--stage", "prod"], /--stage: expected a stage of deployments\/kite.json \(dev\), received "prod"/],
    [["--stgae", "dev"], /The program has one option, --stage/],
    [["--stage"], /The program has one option, --stage/],
  ])("rejects the flags %j", (arguments_, message) => {
    const build = () => choose(smallest, {}, arguments_);

    expect(build).toThrow(message);
  });
});

describe("stackId", () => {
  it("returns different ids for local state and for a sandbox", () => {
    const ids = [undefined, "ada"].flatMap((KITE_SANDBOX) =>
      (["s3", "local"] as const).map((KITE_STATE) =>
        stackId("kite", { variables: { KITE_STATE, KITE_SANDBOX } }),
      ),
    );

    expect(ids).toEqual(["kite", "kite-local", "ada-kite", "ada-kite-local"]);
  });

  it("returns an id that starts with kite-local for kite-build with local state", () => {
    const ids = [undefined, "ada"].flatMap((KITE_SANDBOX) =>
      (["s3", "local"] as const).map((KITE_STATE) =>
        stackId("kite-build", { variables: { KITE_STATE, KITE_SANDBOX } }),
      ),
    );

    expect(ids).toEqual(["kite-build", "kite-local-build", "ada-kite-build", "ada-kite-local-build"]);
  });
});
