import {
  EngineError,
  LifecycleInvocationError,
  NoDatabaseError,
  PortInUseError,
  StackError,
  StackUpdateError,
  TableMismatchError,
} from "@kite-chat/stack-server";
import { UserError } from "../../constructs/user-error";
import { explainFailure } from "../../playground/explain-failure";

describe("explainFailure", () => {
  it.each<[Error, string]>([
    [
      new PortInUseError("Port 3000 is in use by another program."),
      "Port 3000 is in use by another program. npm start -- --port 0 takes any that is free.",
    ],
    [
      new TableMismatchError("The database holds tables of another shape."),
      "The database holds tables of another shape. npm start -- --fresh empties the embedded database, npm run destroy-local that of DYNAMODB_ENDPOINT.",
    ],
    [
      new NoDatabaseError("No database answers."),
      "No database answers. Here npm run deploy-local starts it in Docker, and DYNAMODB_ENDPOINT in .env is its URL (http://127.0.0.1:8000).",
    ],
    [new EngineError("The data is in use by another run."), "The data is in use by another run."],
    [new StackUpdateError("Start it again."), "Start it again."],
    [new LifecycleInvocationError("Its log says more."), "Its log says more."],
    [
      new StackError("/stack/cdk.tf.json", "aws_x.y", "is broken"),
      new StackError("/stack/cdk.tf.json", "aws_x.y", "is broken").message,
    ],
  ])("makes a sentence of a %s", (error, sentence) => {
    expect(explainFailure(error)).toEqual(new UserError(sentence));
  });

  it("leaves a defect of ours what it is", () => {
    const defect = new TypeError("x is undefined");

    expect(explainFailure(defect)).toBe(defect);
  });
});
