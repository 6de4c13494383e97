import http from "node:http";

/**
 * Withholds the responses of calls that changed something until the server has decided whether to kill the function.
 * Covers both ways in which a bundle calls a service: `node:http(s)`, which the AWS SDK uses, and `fetch`.
 *
 * @param {(call: import("./worker-messages.ts").ReportedCall) => void} report
 */
export function watchCalls(report) {
  let last = 0;
  /** @type {Map<number, () => void>} */
  const held = new Map();

  /**
   * Reports a call.
   *
   * @param {Omit<import("./worker-messages.ts").ReportedCall, "id">} call
   * @returns {Promise<void>} resolves when the function may receive the response, and never if the function is killed
   */
  const hold = (call) =>
    new Promise((resolve) => {
      last += 1;
      held.set(last, resolve);
      report({ id: last, ...call });
    });

  watchHttp(hold);
  watchFetch(hold);

  return {
    /** @param {number} id */
    proceed(id) {
      held.get(id)?.();
      held.delete(id);
    },
  };
}

/** @typedef {(call: Omit<import("./worker-messages.ts").ReportedCall, "id">) => Promise<void>} Hold */

/** @param {Hold} hold */
function watchHttp(hold) {
  /** @type {WeakMap<http.OutgoingMessage, string>} */
  const bodies = new WeakMap();
  const { ClientRequest } = http;
  for (const name of /** @type {const} */ (["write", "end"])) {
    const original = /** @type {Function} */ (ClientRequest.prototype[name]);
    Object.defineProperty(ClientRequest.prototype, name, {
      configurable: true,
      writable: true,
      /**
       * @this {http.ClientRequest}
       * @param {readonly unknown[]} parameters
       */
      value(...parameters) {
        bodies.set(this, (bodies.get(this) ?? "") + asText(parameters[0]));
        return original.apply(this, parameters);
      },
    });
  }
  const emit = ClientRequest.prototype.emit;
  /**
   * @this {http.ClientRequest}
   * @param {string | symbol} event
   * @param {readonly any[]} parameters
   */
  ClientRequest.prototype.emit = function (event, ...parameters) {
    if (event !== "response") {
      return emit.call(this, event, ...parameters);
    }
    const status = Number(parameters[0]?.statusCode);
    const target = String(this.getHeader("x-amz-target") ?? "");
    if (!changesSomething(this.method, this.path, target, status)) {
      return emit.call(this, event, ...parameters);
    }
    const { method, path } = this;
    const host = String(this.getHeader("host") ?? this.host);
    void hold({ method, host, path, target, status, body: bodies.get(this) ?? "" }).then(() =>
      emit.call(this, event, ...parameters),
    );
    // Report that there is a listener. Otherwise, Node would discard the body while the response is withheld.
    return true;
  };
}

/** @param {Hold} hold */
function watchFetch(hold) {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await original(input, init);
    const url = new URL(input instanceof Request ? input.url : String(input));
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const { status } = response;
    if (changesSomething(method, url.pathname, "", status)) {
      await hold({
        method,
        host: url.host,
        path: url.pathname,
        target: "",
        status,
        body: asText(init?.body),
      });
    }
    return response;
  };
}

/**
 * Returns whether a call changed something. Reads and failed calls change nothing.
 *
 * @param {string} method
 * @param {string} path
 * @param {string} target `X-Amz-Target`, empty for services without it
 * @param {number} status
 */
function changesSomething(method, path, target, status) {
  if (status < 200 || status > 299 || ["GET", "HEAD", "OPTIONS"].includes(method)) {
    return false;
  }
  // Connection ids and object keys are not action names. Some HTTP APIs write their actions as `getItem`.
  const action = target === "" ? (path.split("?")[0]?.split("/").at(-1) ?? "") : target.split(".").at(-1);
  return !/^(get[A-Z]|(Get|BatchGet|TransactGet|Query|Scan|Describe|List|Receive)[A-Za-z]*$)/.test(
    action ?? "",
  );
}

/**
 * @param {unknown} chunk
 * @returns {string}
 */
function asText(chunk) {
  if (typeof chunk === "string") {
    return chunk;
  }
  return chunk instanceof Uint8Array && chunk.length <= largestBodyBytes ? Buffer.from(chunk).toString() : "";
}

/** Larger bodies are files, whose bytes do not describe the call. */
const largestBodyBytes = 256 * 1024;
