/** What the server and a function's thread (`worker.mjs`) say to each other. Events and answers travel as JSON text. */

/** Given to a thread at its start. */
export interface WorkerSettings {
  /** Absolute path of the directory that holds the unpacked package: Lambda's `LAMBDA_TASK_ROOT`. */
  readonly taskRoot: string;
  /** For example `index.handler`. */
  readonly handler: string;
  /** For example `nodejs22.x`. */
  readonly runtime: string;
  readonly functionName: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** True: calls that changed something are reported, and wait for a `proceed`. */
  readonly reportsCalls: boolean;
}

/** A call of a service that changed something and was answered; the function has not seen the answer yet. */
export interface ReportedCall {
  readonly id: number;
  readonly method: string;
  readonly host: string;
  /** May hold a secret: it is never logged. */
  readonly path: string;
  /** `X-Amz-Target`; empty for services without. */
  readonly target: string;
  readonly status: number;
  /** Empty for what is no text, or a stream. */
  readonly body: string;
}

/** Lets the function see the answer of a call. */
export interface ProceedMessage {
  readonly proceed: number;
}

/** Asks for one invocation. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event, as JSON text. */
  readonly event: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly timeoutMilliseconds: number;
}

/** An error in the three fields that Lambda reports. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What a thread tells. */
export type WorkerMessage =
  /** A call that changed something: the thread waits for a `proceed`. */
  | { readonly type: "called"; readonly call: ReportedCall }
  /** The module is loaded and the handler found. */
  | { readonly type: "ready" }
  /** The thread cannot serve: the module or the handler is at fault. It ends after this. */
  | { readonly type: "initError"; readonly error: ReportedError }
  /** The handler's value, as JSON text. */
  | { readonly type: "answer"; readonly requestId: string; readonly payload: string }
  /** The handler's error. */
  | { readonly type: "failure"; readonly requestId: string; readonly error: ReportedError }
  /** An error that nothing caught. The thread ends after this. */
  | { readonly type: "uncaught"; readonly error: ReportedError }
  /** Requests (method and host, never the path: it may hold a secret) that were open after the answer. */
  | { readonly type: "unfinished"; readonly requestId: string; readonly requests: readonly string[] };
