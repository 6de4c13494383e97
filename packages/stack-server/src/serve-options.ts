import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import type { ReadLag } from "./data/read-lag";
import type { Faults } from "./faults";
import type { Log } from "./log";
import type { StackModel } from "./stack/model";

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Folder that contains `cdk.tf.json` and the assets: `cdktf.out/stacks/<name>` after `cdktf synth`. */
  readonly stackDirectory: string;
  /** Port to listen on; 0 takes any free port. */
  readonly port: number;
  /** Address to listen on. `127.0.0.1` and `localhost` include `::1`. @default "127.0.0.1" */
  readonly host?: string;
  /** Folder that stores tables and objects. @default - tables in memory, objects in a temporary folder */
  readonly dataDirectory?: string;
  /** URL of the DynamoDB to use, for example DynamoDB Local. @default - the embedded engine */
  readonly dynamodbEndpoint?: string;
  /** Values of SSM parameters by name. All are SecureStrings. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Changes the stack before it is served, at the start and at each update.
   * @default - the stack is served unchanged
   */
  readonly adapt?: (stack: StackModel, server: { readonly url: string }) => StackModel;
  /**
   * Folder of source maps for the functions. A map is named `<SHA-256 of its module in hex>.map`.
   * @default - stack traces name the bundles
   */
  readonly sourceMaps?: string;
  /** Returns whether a WebSocket may connect with this `Host` header. @default - every host is accepted */
  readonly acceptsHost?: (host: string) => boolean;
  /** Environment variables for every function. They override the variables of the stack. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** URL at which clients reach this server, for example the URL of a tunnel. @default - the server's own URL */
  readonly publicUrl?: string;
  /** Handles HTTP requests that belong to no stage and no bucket. @default - responds with 404 */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Faults to inject. With this option the access log also counts the request units of the database.
   * @default - no faults, and no counts
   */
  readonly faults?: Faults;
  /**
   * Delay until a read without `ConsistentRead` returns a write. A copy in memory serves these reads. The copy receives
   * only writes through this server, so no other program may write to `dynamodbEndpoint`.
   * @default - every read is up to date
   */
  readonly readLag?: ReadLag;
  /** Receives log entries. @default - nothing is logged */
  readonly log?: Log;
  /** Clock for connections, throttling, queues and schedules. @default - the system's clock */
  readonly clock?: Clock;
  /**
   * Clock for everything that cannot be advanced: timeouts of functions and integrations, times in events, signatures,
   * and ages of objects. Pass {@link systemClock} when `clock` is advanced while functions run.
   * @default - `clock`
   */
  readonly wallClock?: Clock;
}
