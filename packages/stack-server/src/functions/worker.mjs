/**
 * The thread in which a function runs: loads its module, calls its handler, answers.
 * Plain JavaScript, since no TypeScript loader reaches into a thread. It does what Lambda's own client does:
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
import { parentPort, workerData } from "node:worker_threads";
import { watchCalls } from "./worker-calls.mjs";
import { loadHandler, reportError } from "./worker-handler.mjs";
import { watchRequests } from "./worker-requests.mjs";

/** @import { InvokeMessage, ProceedMessage, WorkerMessage, WorkerSettings } from "./worker-messages.ts" */

/** Exit codes of Lambda's own client. */
const unhandledRejectionExitCode = 128;
const uncaughtExceptionExitCode = 129;

/** @type {WorkerSettings} */
const settings = workerData;
// Errors name the sources where a map lies beside the module; without one nothing changes.
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
 * The `context` of an invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 *
 * `callbackWaitsForEmptyEventLoop` is there and changes nothing: an answer always leaves at once.
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
