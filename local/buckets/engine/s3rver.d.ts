/** The part of S3rver that is used; the package has no types of its own. */
declare module "@20minutes/s3rver" {
  import type { EventEmitter } from "node:events";
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface S3rverOptions {
    readonly directory: string;
    readonly silent: boolean;
    readonly vhostBuckets: boolean;
  }

  export interface S3rverContext {
    readonly state: { account?: unknown };
  }

  export default class S3rver extends EventEmitter {
    constructor(options: S3rverOptions);
    /** Koa's: run in order for each request. */
    readonly middleware: ((context: S3rverContext, next: () => Promise<void>) => Promise<void>)[];
    /** Where the controllers of buckets look for them. */
    store: unknown;
    /** Where the controllers of objects find the store. */
    readonly context: { store: unknown };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
}
