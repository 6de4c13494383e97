import type { IncomingMessage } from "node:http";
import type { Log } from "../../log";
import { S3Error } from "../s3-error";

/**
 * Any error as an answer: S3's own as they are, S3rver's in our words, a client that went away as an incomplete
 * body, and others as an InternalError that is logged.
 */
export function toS3Error(error: unknown, request: IncomingMessage, log: Log): S3Error {
  if (error instanceof S3Error) {
    return error;
  }
  const { code, status, message } = fieldsOf(error);
  if (!request.complete && (request.destroyed || String(code).startsWith("HPE_"))) {
    return new S3Error("IncompleteBody");
  }
  if (typeof status === "number" && status < 500) {
    return new S3Error("InvalidRequest", message);
  }
  log({ level: "error", source: "buckets", message: "a request failed", fields: { error } });
  return new S3Error("InternalError");
}

/** Errors of Koa and S3rver have a status, those of Node a code: `HPE_…` when its HTTP parser found the end too early. */
function fieldsOf(error: unknown): {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly message?: string;
} {
  return typeof error === "object" && error !== null ? error : {};
}
