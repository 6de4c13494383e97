import type { Rule } from "./rule";

/** Environment and policies name stages in text: a reference to one would be a cycle. */
export const functionsKnowNoStage: Rule = (stack) =>
  ["aws_lambda_function", "aws_iam_role_policy", "aws_lambda_permission"].flatMap((type) =>
    Object.entries(stack.byId(type))
      .filter(([, resource]) => JSON.stringify(resource).includes("${aws_apigatewayv2_stage."))
      .map(([id]) => `${type}.${id}`),
  );
