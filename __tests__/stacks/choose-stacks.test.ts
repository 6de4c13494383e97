import { lookUpSettings } from "../../settings/settings";
import { chooseStacks, stackId } from "../../stacks/choose-stacks";
import { SMALLEST, settingsFolder } from "../settings/settings-folder";

const INCOMPLETE = { app: "kite", region: "eu-west-1" };
const WRONG = { ...SMALLEST, account: "12" };

function choose(deployment: object, environment: Record<string, string> = {}, arguments_: string[] = []) {
  const directory = settingsFolder(deployment);
  return chooseStacks(lookUpSettings({ directory, environment }), arguments_);
}

describe("chooseStacks", () => {
  it.each([
    ["", true, true],
    ["local", true, false],
    ["kite", false, true],
    ["kite,local", true, true],
  ])('builds what KITE_STACKS "%s" names', (stacks, local, kite) => {
    const chosen = choose(SMALLEST, { KITE_STACKS: stacks });

    expect([chosen.local, chosen.kite !== undefined, chosen.notice]).toEqual([local, kite, ""]);
  });

  it("leaves out a stack that nobody named and whose settings are not complete, with a word", () => {
    const chosen = choose(INCOMPLETE);

    expect(chosen).toMatchObject({ local: true, kite: undefined });
    expect(chosen.notice).toMatch(/^The stack kite is not built.*\n {2}- account .*got nothing/);
  });

  it.each([
    ["is named and not complete", INCOMPLETE, { KITE_STACKS: "kite" }, /account .* got nothing/],
    ["has a wrong setting", WRONG, {}, /account .* got "12"/],
    ["has a wrong setting and is named", WRONG, { KITE_STACKS: "kite,local" }, /account .* got "12"/],
    ["does not exist", SMALLEST, { KITE_STACKS: "kyte" }, /KITE_STACKS .* got "kyte"/],
  ])("refuses a stack that %s", (_case, deployment, environment, message) => {
    const build = () => choose(deployment, environment as Record<string, string>);

    expect(build).toThrow(message);
  });

  it("builds local whatever is wrong with the rest", () => {
    const chosen = choose(WRONG, { KITE_STACKS: "local", PORT: "x" });

    expect(chosen).toEqual({ local: true, kite: undefined, notice: "" });
  });

  it("keeps only the stage that --stage names", () => {
    const chosen = choose({ ...SMALLEST, prodStage: true }, {}, ["--stage", "prod"]);

    expect(chosen.kite?.deployment.stages.map(({ name }) => name)).toEqual(["prod"]);
  });

  it.each([
    [["--stage", "prod"], /--stage: got "prod"; wanted a stage of deployments\/kite.json, which has dev/],
    [["--stgae", "dev"], /The only flag is --stage/],
    [["--stage"], /The only flag is --stage/],
  ])("refuses the flags %j", (arguments_, message) => {
    const build = () => choose(SMALLEST, {}, arguments_);

    expect(build).toThrow(message);
  });
});

describe("stackId", () => {
  it("makes a stack with local state another deployment", () => {
    const ids = [stackId("kite", "s3"), stackId("kite", "local")];

    expect(ids).toEqual(["kite", "kite-local"]);
  });
});
