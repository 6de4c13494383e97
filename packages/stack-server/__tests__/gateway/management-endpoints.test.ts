import { managementStages } from "../../src/aws-environment";
import type { FunctionModel } from "../../src/stack/model";
import { stage, webSocketApi } from "./sample-gateway";

function functionModel(functionName: string): FunctionModel {
  const arn = `arn:aws:lambda:eu-west-1:000000000000:function:${functionName}`;
  return { functionName, arn } as FunctionModel;
}

const functions = ["one", "two", "both", "none"].map(functionModel);

describe("the stage whose connections a function can reach", () => {
  it("is the only stage of the stack", () => {
    expect(managementStages({ functions, webSocketApis: [webSocketApi({})] })).toEqual(
      new Map([
        ["one", "beta"],
        ["two", "beta"],
        ["both", "beta"],
        ["none", "beta"],
      ]),
    );
  });

  it("is the stage whose routes lead to the function, if there is exactly one", () => {
    const api = webSocketApi(
      {
        $connect: "both",
        $default: "arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.name}:live",
      },
      {
        stages: [
          stage("beta", { stageVariables: { name: "one" } }),
          stage("gamma", { stageVariables: { name: "two" } }),
        ],
      },
    );

    expect(managementStages({ functions, webSocketApis: [api] })).toEqual(
      new Map([
        ["one", "beta"],
        ["two", "gamma"],
      ]),
    );
  });

  it("is undefined if there is no WebSocket API", () => {
    expect(managementStages({ functions, webSocketApis: [] })).toEqual(new Map());
  });
});
