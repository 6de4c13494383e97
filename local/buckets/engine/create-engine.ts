import type { IncomingMessage, ServerResponse } from "node:http";
import S3rver from "@20minutes/s3rver";
import type { Log } from "../../log";
import { answerError } from "../answer";
import type { Buckets } from "../bucket";
import { toS3Error } from "./foreign-error";
import { S3rverStore } from "./s3rver-store";

/** Serves requests that the gate has let through. */
export type Engine = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** S3rver, without its own store, its own errors and a port of its own: there is nothing to close. */
export function createEngine(buckets: Buckets, directory: string, log: Log): Engine {
  const server = new S3rver({ directory, silent: true, vhostBuckets: false });
  const store = new S3rverStore(buckets);
  server.store = store;
  Object.assign(server.context, {
    store,
    onerror(this: { readonly res: ServerResponse }, error: unknown) {
      if (error !== null && error !== undefined) {
        answerError(this.res, toS3Error(error, this.res.req, log));
      }
    },
  });
  // It sees no signature any more, and would refuse response-content-type and the like to the unknown.
  server.middleware.unshift((context, next) => {
    context.state.account = "verified by the gate";
    return next();
  });
  return server.callback();
}
