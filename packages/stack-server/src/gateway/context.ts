import type { AccessLogEntry } from "../access-log-entry";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Invoke } from "../functions/runtime";
import type { Log } from "../log";

/** What the stages of a gateway are served with. */
export interface GatewayContext {
  readonly clock: Clock;
  /**
   * For what really takes its time, such as an invocation, which a move of `clock` must not end; and for the times that
   * functions are told, as they compare them with their own.
   */
  readonly wallClock: Clock;
  readonly log: Log;
  /** What is asked to go wrong. @default - nothing */
  readonly faults?: Faults | undefined;
  /**
   * Is told of every frame and every request that reached a route, and of what is asked at the beginning and end of a
   * connection.
   * @default - nobody
   */
  readonly onAccess?: ((access: AccessLogEntry) => void) | undefined;
  readonly invoke: Invoke;
}

/** An event for a function; `requestContext` is `$context` of mapping templates as well. */
export interface GatewayEvent {
  readonly requestContext: Readonly<Record<string, unknown>> & { readonly requestId: string };
  readonly [field: string]: unknown;
}
