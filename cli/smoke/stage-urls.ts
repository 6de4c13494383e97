import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { LIVE_ALIAS } from "../../constructs/functions/lambda-function";
import { UserError } from "../../constructs/user-error";

/**
 * Where a deployed stage is: what its dispatcher itself tells hosts and visitors.
 * @param functionName of the stage's request dispatcher
 * @throws UserError when there is none, or when it does not say
 */
export async function stageUrls(
  client: LambdaClient,
  functionName: string,
): Promise<Pick<ChatUrls, "webSocketUrl" | "httpUrl">> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: LIVE_ALIAS });
  const configuration = await client.send(command).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) {
      throw new UserError(
        `There is no function ${functionName}: the stage is not deployed here. "npm run deploy-kite" does it; or give --ws and --http.`,
      );
    }
    throw new UserError(
      `AWS does not show the environment of ${functionName}: ${error instanceof Error ? error.message : String(error)}. The credentials need lambda:GetFunctionConfiguration; or give --ws and --http.`,
      { cause: error },
    );
  });
  const { WEBSOCKET_URL: webSocketUrl, HTTP_URL: httpUrl } = configuration.Environment?.Variables ?? {};
  if (!webSocketUrl || !httpUrl) {
    throw new UserError(
      `The environment of ${functionName} lacks WEBSOCKET_URL or HTTP_URL: deploy the stage again, or give --ws and --http.`,
    );
  }
  return { webSocketUrl, httpUrl };
}
