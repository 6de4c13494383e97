/** @import { InvokeMessage, WorkerSettings } from "./worker-messages.ts" */

/**
 * The `context` of an invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 *
 * `callbackWaitsForEmptyEventLoop` is there and changes nothing: an answer always leaves at once.
 *
 * @param {WorkerSettings} settings
 * @param {InvokeMessage} message
 */
export function createContext(settings, message) {
  const deadline = performance.now() + message.timeoutMilliseconds;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: message.functionVersion,
    invokedFunctionArn: message.invokedFunctionArn,
    memoryLimitInMB: settings.memoryLimitInMB,
    awsRequestId: message.requestId,
    logGroupName: settings.logGroupName,
    logStreamName: settings.logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}
