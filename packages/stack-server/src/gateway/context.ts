import type { AccessLogEntry } from "../access-log-entry";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Invoke } from "../functions/runtime";
import type { Log } from "../log";

/** Dependencies shared by the stages of a gateway. */
export interface GatewayContext {
  readonly clock: Clock;
  /**
   * Clock for work that takes real time, such as an invocation. Advancing `clock` must not end such work. Times in
   * events also come from this clock, because functions compare them with their own clock.
   */
  readonly wallClock: Clock;
  readonly log: Log;
  /** Faults to inject. @default - none */
  readonly faults?: Faults | undefined;
  /**
   * Called for every frame and request that reached a route, and for the start and end of a connection.
   * @default - not called
   */
  readonly onAccess?: ((access: AccessLogEntry) => void) | undefined;
  readonly invoke: Invoke;
}

/** Event of a function. Its `requestContext` is also the `$context` of mapping templates. */
export interface GatewayEvent {
  readonly requestContext: Readonly<Record<string, unknown>> & { readonly requestId: string };
  readonly [field: string]: unknown;
}
