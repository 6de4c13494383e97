/**
 * Thread of a function: loads its module, calls its handler and sends the result. Plain JavaScript, since no
 * TypeScript loader applies to a thread. Behaves like Lambda's own client:
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
import { parentPort, workerData } from "node:worker_threads";
import { watchCalls } from "./worker-calls.mjs";
import { loadHandler, reportError } from "./worker-handler.mjs";
import { watchRequests } from "./worker-requests.mjs";

/** @import { InvokeMessage, ProceedMessage, WorkerMessage, WorkerSettings } from "./worker-messages.ts" */

/** Exit codes of Lambda's client. */
const unhandledRejectionExitCode = 128;
const uncaughtExceptionExitCode = 129;

/** @type {WorkerSettings} */
const settings = workerData;
// If a source map is beside the module, stack traces contain the lines of the source.
process.setSourceMapsEnabled(true);

const port = parentPort ?? raise("worker.mjs runs in a worker thread only.");
const requests = watchRequests();
const calls = settings.reportsCalls ? watchCalls((call) => tell({ type: "called", call })) : undefined;

process.on("uncaughtException", (error) => {
  tell({ type: "uncaught", error: reportError(error) });
  process.exit(uncaughtExceptionExitCode);
});
process.on("unhandledRejection", (reason) => {
  const error = { ...reportError(reason), errorType: "Runtime.UnhandledPromiseRejection" };
  tell({ type: "uncaught", error: { ...error, errorMessage: String(reason) } });
  process.exit(unhandledRejectionExitCode);
});

loadHandler(settings).then(
  (handler) => {
    port.on("message", (/** @type {InvokeMessage | ProceedMessage} */ message) => {
      if ("proceed" in message) {
        calls?.proceed(message.proceed);
      } else {
        void invoke(handler, message);
      }
    });
    tell({ type: "ready" });
  },
  (error) => {
    tell({ type: "initError", error: reportError(error) });
    process.exit(1);
  },
);

/**
 * @param {import("./worker-handler.mjs").Handler} handler
 * @param {InvokeMessage} message
 */
async function invoke(handler, message) {
  const { requestId } = message;
  try {
    const value = await handler(JSON.parse(message.event), createContext(settings, message));
    tell({ type: "answer", requestId, payload: toJson(value) });
  } catch (error) {
    tell({ type: "failure", requestId, error: reportError(error) });
  }
  const unfinished = requests.pending();
  if (unfinished.length > 0) {
    requests.afterGrace(unfinished, (named) => tell({ type: "unfinished", requestId, requests: named }));
  }
}

/**
 * Creates the `context` of an invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 *
 * `callbackWaitsForEmptyEventLoop` exists but has no effect: the result is always sent immediately.
 *
 * @param {WorkerSettings} settings
 * @param {InvokeMessage} message
 */
function createContext(settings, message) {
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

/** @param {unknown} value */
function toJson(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? "null";
  } catch {
    throw Object.assign(new Error("Unable to stringify response body"), {
      name: "Runtime.JSONStringifyError",
    });
  }
}

/** @param {WorkerMessage} message */
function tell(message) {
  port.postMessage(message);
}

/**
 * @param {string} message
 * @returns {never}
 */
function raise(message) {
  throw new Error(message);
}
