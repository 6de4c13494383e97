import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import type { ReadLag } from "./data/read-lag";
import type { Faults } from "./faults";
import type { Log } from "./log";
import type { PlanModel } from "./plan/model";

/** What to serve, and where. */
export interface ServeOptions {
  /** `<outdir>/stacks/<name>` of a synthesized app: holds `cdk.tf.json` and the assets. */
  readonly stackDirectory: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where to listen; both loopback addresses are bound for `127.0.0.1`. @default "127.0.0.1" */
  readonly host?: string;
  /** Where tables and objects are kept. @default in memory, objects in a temporary directory */
  readonly dataDirectory?: string;
  /** A DynamoDB to use. @default the embedded engine */
  readonly dynamodbEndpoint?: string;
  /** SSM parameters by name. @default none */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Changes what was read of a synthesized stack before it is served, at the start and at each update.
   * @default - what is declared is served
   */
  readonly adapt?: (plan: PlanModel, server: { readonly url: string }) => PlanModel;
  /**
   * Folder of source maps, each named by the SHA-256 of its module in hex, with the ending `.map`.
   * @default - errors of functions name the bundle
   */
  readonly sourceMaps?: string;
  /** Decides whether a client may open a socket by this `Host` header. @default - by any */
  readonly acceptsHost?: (host: string) => boolean;
  /** Laid over what the plan declares, for every function. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** The URL by which others reach this server, such as a tunnel's `https://…`. @default its own */
  readonly publicUrl?: string;
  /** Answers requests that no stage claims. @default 404 */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * What is asked to go wrong. With it the database is called through a gate, which counts units for the log too.
   * @default nothing, and nobody counts
   */
  readonly faults?: Faults;
  /**
   * How old an item may be in a read without `ConsistentRead`. The reads are answered by a copy in memory, which knows
   * only what is written through this server: nothing else may write to a `dynamodbEndpoint` then.
   * @default every read is up to date, and there is no copy
   */
  readonly readLag?: ReadLag;
  /** @default nothing is logged */
  readonly log?: Log;
  /** Of sockets, throttles, queues and schedules. @default the system's clock */
  readonly clock?: Clock;
  /**
   * Of what runs for real: timeouts of functions and integrations, the times in the events that functions get,
   * signatures and objects of buckets. A `clock` that is moved while functions run needs the system's beside it.
   * @default `clock`
   */
  readonly wallClock?: Clock;
}
