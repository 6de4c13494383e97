import type { Faults } from "../faults";
import type { FunctionCall, OnFunctionCall } from "./function-worker";

/**
 * Kills functions for the fault `kill` of the place `function`. The names of a call are the function, the action, and
 * the kind of the service: `dynamodb`, `sqs`, `push`, `s3` or `other`.
 */
export function killsBy(faults: Faults): OnFunctionCall {
  return async (call) => {
    const { functionName, requestId, event, body, path } = call;
    const action = actionOf(call);
    const service = serviceOf(call);
    const outcome = await faults.apply({
      place: "function",
      names: [functionName, action, service],
      // The path of a push contains only the connection id. Any other path may contain a secret.
      content: service === "s3" ? `${path} ${body}` : body,
      context: { requestId, event, service, action },
    });
    return outcome === "kill";
  };
}

/**
 * Returns the action, such as `PutItem`, `SendMessage` or `sendMessage`. For S3 and `@connections`, returns the HTTP
 * method.
 */
function actionOf(call: FunctionCall): string {
  if (call.target !== "") {
    return call.target.split(".").at(-1) ?? "";
  }
  return serviceOf(call) === "other" ? (call.path.split("/").at(-1) ?? "") : call.method;
}

function serviceOf({ target, path, method }: FunctionCall): string {
  if (target !== "") {
    return target.startsWith("DynamoDB") ? "dynamodb" : target.startsWith("AmazonSQS") ? "sqs" : "other";
  }
  if (/\/(@|%40)connections\//i.test(path)) {
    return "push";
  }
  return ["PUT", "DELETE"].includes(method) || path.includes("?delete") ? "s3" : "other";
}
