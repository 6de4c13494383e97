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
      "Port 3000 is in use by another program. To use any free port, run npm start -- --port 0.",
    ],
    [
      new TableMismatchError("The database contains tables with other keys or indexes."),
      "The database contains tables with other keys or indexes. To empty the embedded database, run npm start -- --fresh. To empty the database at DYNAMODB_ENDPOINT, run npm run destroy-local.",
    ],
    [
      new NoDatabaseError("No database responds."),
      "No database responds. To start DynamoDB Local in Docker, run npm run deploy-local and set DYNAMODB_ENDPOINT in .env to http://127.0.0.1:8000.",
    ],
    [new EngineError("The data is in use by another run."), "The data is in use by another run."],
    [new StackUpdateError("Start it again."), "Start it again."],
    [new LifecycleInvocationError("Its log says more."), "Its log says more."],
    [
      new StackError("/stack/cdk.tf.json", "aws_x.y", "is broken"),
      new StackError("/stack/cdk.tf.json", "aws_x.y", "is broken").message,
    ],
  ])("describes the error and its fix: %s", (error, sentence) => {
    expect(explainFailure(error)).toEqual(new UserError(sentence));
  });

  it("returns an unknown error unchanged", () => {
    const defect = new TypeError("x is undefined");

    expect(explainFailure(defect)).toBe(defect);
  });
});
