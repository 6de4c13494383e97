import type { JsonService } from "../service-answer";
import { deleteParameter, putParameter } from "./operations/change-parameters";
import { getParameter, getParameters } from "./operations/get-parameters";
import { type Operation, refusal } from "./operations/operation";
import { describeParameters, getParameterHistory, getParametersByPath } from "./operations/search-parameters";
import type { ParameterStore } from "./parameter-store";

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["DeleteParameter", deleteParameter],
  ["DescribeParameters", describeParameters],
  ["GetParameter", getParameter],
  ["GetParameterHistory", getParameterHistory],
  ["GetParameters", getParameters],
  ["GetParametersByPath", getParametersByPath],
  ["PutParameter", putParameter],
]);

/** The parameter part of SSM in AWS JSON 1.1. */
export function ssmService(store: ParameterStore): JsonService {
  return {
    targetPrefix: "AmazonSSM",
    contentType: "application/x-amz-json-1.1",
    call: async (action, input) => {
      const operation = OPERATIONS.get(action);
      return operation === undefined
        ? refusal("UnknownOperationException", `The local run does not serve the operation ${action} of SSM.`)
        : operation(store, input);
    },
  };
}
