import type { Rule } from "./rule";

/** Environments and policies contain the names of stages as text, because a reference would create a cycle. */
export const functionsKnowNoStage: Rule = (stack) =>
  ["aws_lambda_function", "aws_iam_role_policy", "aws_lambda_permission"].flatMap((type) =>
    Object.entries(stack.byId(type))
      .filter(([, resource]) => JSON.stringify(resource).includes("${aws_apigatewayv2_stage."))
      .map(([id]) => `${type}.${id}`),
  );
