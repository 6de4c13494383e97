import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @import { ReportedError, WorkerSettings } from "./worker-messages.ts" */
/** @typedef {(event: unknown, context: object) => unknown} Handler */
/** @typedef {(event: unknown, context: object, callback?: (error: unknown, value?: unknown) => void) => unknown} UserHandler */

/** File endings to try for a module, in this order. */
const moduleEndings = ["", ".js", ".mjs", ".cjs"];

/**
 * First runtime that rejects handlers with a callback:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
const firstRuntimeWithoutCallbacks = 24;

/**
 * Imports the module of a `handler` of the form `file.export`, with optional folders and nested names.
 *
 * @param {Pick<WorkerSettings, "taskRoot" | "handler" | "runtime">} settings
 * @returns {Promise<Handler>}
 */
export async function loadHandler({ taskRoot, handler, runtime }) {
  const slash = handler.lastIndexOf("/") + 1;
  const [moduleName = "", ...exportPath] = handler.slice(slash).split(".");
  if (moduleName === "" || exportPath.length === 0) {
    throw named(
      "Runtime.MalformedHandlerName",
      `Bad handler: ${handler}. Expected file.export, for example index.handler`,
    );
  }
  const module = await importModule(join(taskRoot, handler.slice(0, slash), moduleName));
  const found = pick(module, exportPath) ?? pick(module.default, exportPath);
  if (typeof found !== "function") {
    const problem = found === undefined ? "undefined or not exported" : "not a function";
    throw named("Runtime.HandlerNotFound", `${handler} is ${problem}`);
  }
  return adapt(found, Number(/\d+/.exec(runtime)?.[0]));
}

/**
 * Converts an error to the form that Lambda reports. A thrown value need not be an Error.
 *
 * @param {unknown} error
 * @returns {ReportedError}
 */
export function reportError(error) {
  if (error !== null && typeof error === "object" && "message" in error) {
    const { name, message, stack } = /** @type {Error} */ (error);
    return {
      errorType: String(name ?? "Error"),
      errorMessage: String(message),
      trace: String(stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** Imports a module. @param {string} path Path without the file ending. */
async function importModule(path) {
  const file = moduleEndings.map((ending) => path + ending).find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw named("Runtime.ImportModuleError", `Error: Cannot find module '${path}' (with .js, .mjs or .cjs)`);
  }
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw named("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`, error);
    }
    const code = /** @type {{ code?: unknown } | null | undefined} */ (error)?.code;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") {
      throw named("Runtime.ImportModuleError", String(error), error);
    }
    throw error;
  }
}

/**
 * Adapts every handler to one call signature. Before Node.js 24 a handler may take a callback. If a handler neither
 * takes a callback nor returns a promise, its value is ignored.
 *
 * @param {UserHandler} handler
 * @param {number} runtimeMajor
 * @returns {Handler}
 */
function adapt(handler, runtimeMajor) {
  if (runtimeMajor >= firstRuntimeWithoutCallbacks) {
    if (handler.length >= 3) {
      throw named(
        "Runtime.CallbackHandlerDeprecated",
        "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. Make the handler async, or declare an earlier runtime.",
      );
    }
    return handler;
  }
  return (event, context) =>
    new Promise((resolve, reject) => {
      const value = handler(event, context, (error, answer) => {
        if (error === null || error === undefined) {
          resolve(answer);
        } else {
          reject(error);
        }
      });
      if (isThenable(value)) {
        value.then(resolve, reject);
      } else if (handler.length < 3) {
        resolve(null);
      }
    });
}

/**
 * @param {unknown} value
 * @returns {value is PromiseLike<unknown>}
 */
function isThenable(value) {
  return value !== null && typeof value === "object" && "then" in value && typeof value.then === "function";
}

/**
 * @param {any} root
 * @param {readonly string[]} path
 * @returns {any}
 */
function pick(root, path) {
  return path.reduce((value, name) => value?.[name], root);
}

/**
 * @param {string} name
 * @param {string} message
 * @param {unknown} [cause]
 */
function named(name, message, cause) {
  return Object.assign(new Error(message, { cause }), { name });
}
