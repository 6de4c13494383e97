import { join } from "node:path";
import { Testing } from "cdktf";
import { readPlan } from "../../local/plan/read-plan";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../stacks/choose-stacks";
import { KiteStack } from "../../stacks/kite-stack";
import { SMALLEST, settingsFolder } from "../settings/settings-folder";
import { STAND_IN_FUNCTIONS } from "./kite";

const WORLD = {
  httpEndpoint: "http://localhost:3000",
  webSocketEndpoint: "ws://localhost:3000",
  servicesEndpoint: "http://127.0.0.1:41234",
};

function plan(file: object, environment: Record<string, string> = {}) {
  const settings = readSettings({ directory: settingsFolder({ ...SMALLEST, ...file }), environment });
  const id = stackId("kite", settings);
  const stack = new KiteStack(Testing.app(), id, { ...settings, sourceDirectory: STAND_IN_FUNCTIONS });
  return readPlan(join(Testing.fullSynth(stack), "stacks", id), WORLD);
}

describe("the local run", () => {
  it.each<[string, object, Record<string, string>, number]>([
    ["dev", {}, {}, 3],
    ["dev and prod", { prodStage: true }, {}, 6],
    ["a sandbox", {}, { KITE_SANDBOX: "ada" }, 3],
    ["local state", {}, { KITE_STATE: "local" }, 3],
    ["another architecture", { stages: { dev: { architecture: "x86_64" } } }, {}, 3],
  ])("can read the plan of %s", (_case, file, environment, functions) => {
    const read = plan(file, environment);

    expect(read.functions).toHaveLength(functions);
  });

  it("names the functions whose code lies in a bucket, which it cannot serve", () => {
    const read = plan({ code: "build" });

    expect(read.functions).toEqual([]);
    expect(read.unserved.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([expect.stringContaining("its code lies in a bucket (`outbox.zip`)")]),
    );
  });
});
