import { App } from "cdktf";
import { runProgram } from "./settings/run-program";
import { lookUpSettings } from "./settings/settings";
import { BuildStack } from "./stacks/build-stack";
import { buildStackProps } from "./stacks/build-stack-props";
import { chooseStacks, stackId } from "./stacks/choose-stacks";
import { KiteStack } from "./stacks/kite-stack";
import { LocalStack } from "./stacks/local-stack";
import { StateStack } from "./stacks/state-stack";

runProgram(() => {
  const { local, state, build, kite, notice } = chooseStacks(lookUpSettings(), process.argv.slice(2));
  process.stderr.write(notice);
  const app = new App({ stackTraces: false });
  if (local) new LocalStack(app, "local");
  if (state) new StateStack(app, stackId("kite-state", state), state);
  if (build) new BuildStack(app, stackId("kite-build", build), buildStackProps(build));
  if (kite) new KiteStack(app, stackId("kite", kite), kite);
  app.synth();
});
