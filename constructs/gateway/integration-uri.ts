import { arnIn } from "../account/partition";
import type { AccountLocation } from "../account/policy";

/** The stage variable that names the function of a stage. */
export const functionVariable = "function";

/** The stage variable that names the function which serves the widget of a stage. */
export const widgetVariable = "widget";

/**
 * Returns the URI with which an API calls the function that its stage names. Region and account are text, not
 * references. The dollar is doubled, because otherwise Terraform would evaluate the stage variable:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.stage-variables-reference.html
 */
export function stageFunctionUri(location: AccountLocation, variable: string = functionVariable): string {
  const arn = arnIn(location.region);
  const functionArn = `${arn}:lambda:${location.region}:${location.account}:function:$\${stageVariables.${variable}}`;
  return `${arn}:apigateway:${location.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
