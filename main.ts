import { App } from "cdktf";
import { runProgram } from "./constructs/user-error";
import { chooseStacks } from "./settings/choose-stacks";
import { lookUpSettings } from "./settings/settings";
import { stackId } from "./settings/stack-id";
import { buildStackProps, kiteStackProps, stateStackProps } from "./settings/stack-props";
import { BuildStack } from "./stacks/build-stack";
import { KiteStack } from "./stacks/kite-stack";
import { LocalStack } from "./stacks/local-stack";
import { StateStack } from "./stacks/state-stack";

runProgram(() => {
  // deployments/<name>.json and the environment become props. A program of your own can set the props directly.
  const { local, state, build, kite, codeFromBuild, notice } = chooseStacks(
    lookUpSettings(),
    process.argv.slice(2),
  );
  process.stderr.write(notice);
  const app = new App({ stackTraces: false });
  if (local) {
    new LocalStack(app, "local");
  }
  if (state) {
    new StateStack(app, stackId("kite-state", state), stateStackProps(state));
  }
  const buildStack = build && new BuildStack(app, stackId("kite-build", build), buildStackProps(build));
  if (kite) {
    new KiteStack(app, stackId("kite", kite), {
      ...kiteStackProps(kite),
      ...(buildStack && {
        s3BucketWithState: buildStack.s3BucketWithState,
        region: buildStack.region,
      }),
      ...(buildStack &&
        codeFromBuild && {
          s3SourceBucketName: buildStack.s3SourceBucketName,
          mainLambdaS3Key: buildStack.mainLambdaS3Key,
          outboxLambdaS3Key: buildStack.outboxLambdaS3Key,
          lifecycleLambdaS3Key: buildStack.lifecycleLambdaS3Key,
          widgetLambdaS3Key: buildStack.widgetLambdaS3Key,
        }),
    });
  }
  app.synth();
});
