/** Messages between the server and a function's thread (`worker.mjs`). Events and results are JSON text. */

/** Settings of a thread at its start. */
export interface WorkerSettings {
  /** Absolute path of the folder with the unpacked package: Lambda's `LAMBDA_TASK_ROOT`. */
  readonly taskRoot: string;
  /** Handler, for example `index.handler`. */
  readonly handler: string;
  /** Runtime, for example `nodejs22.x`. */
  readonly runtime: string;
  readonly functionName: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Reports calls that changed something, and withholds their responses until a `proceed`. */
  readonly reportsCalls: boolean;
}

/**
 * A call to a service, if the call changed something. The service has responded, but the function has not received the
 * response.
 */
export interface ReportedCall {
  readonly id: number;
  readonly method: string;
  readonly host: string;
  /** May contain a secret, so it is never logged. */
  readonly path: string;
  /** `X-Amz-Target`. Empty for services without it. */
  readonly target: string;
  readonly status: number;
  /** Empty for a stream, and for content that is not text. */
  readonly body: string;
}

/** Lets the function receive the response of a call. */
export interface ProceedMessage {
  readonly proceed: number;
}

/** Starts an invocation. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event, as JSON text. */
  readonly event: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly timeoutMilliseconds: number;
}

/** An error with the three fields that Lambda reports. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** A message from a thread. */
export type WorkerMessage =
  /** A call changed something. The thread waits for a `proceed`. */
  | { readonly type: "called"; readonly call: ReportedCall }
  /** The module is loaded and the handler was found. */
  | { readonly type: "ready" }
  /** The module or the handler is invalid. The thread ends after this message. */
  | { readonly type: "initError"; readonly error: ReportedError }
  /** The handler's result, as JSON text. */
  | { readonly type: "answer"; readonly requestId: string; readonly payload: string }
  /** The handler's error. */
  | { readonly type: "failure"; readonly requestId: string; readonly error: ReportedError }
  /** An uncaught error. The thread ends after this message. */
  | { readonly type: "uncaught"; readonly error: ReportedError }
  /** Requests that were open after the result, as method and host. The path may contain a secret. */
  | { readonly type: "unfinished"; readonly requestId: string; readonly requests: readonly string[] };
