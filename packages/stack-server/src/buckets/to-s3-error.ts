import type { IncomingMessage } from "node:http";
import type { Log } from "../log";
import { S3Error } from "./s3-error";

/**
 * Any error as an answer: an S3Error as it is, a client that went away as an incomplete body, and others as an
 * InternalError that is logged.
 */
export function toS3Error(error: unknown, request: IncomingMessage, log: Log): S3Error {
  if (error instanceof S3Error) {
    return error;
  }
  if (!request.complete && (request.destroyed || isParserError(error))) {
    return new S3Error("IncompleteBody");
  }
  log({ level: "error", source: "buckets", message: "a request failed", fields: { error } });
  return new S3Error("InternalError");
}

/** Whether Node's HTTP parser found the end of the body too early. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("HPE_");
}
