/** Messages between the page's server and its fault panel. They are plain data, because the browser reads them too. */

/** A place where faults can be injected. */
export interface FaultPlaceView {
  /** For example `table`, `reads` or `telegram`. */
  readonly place: string;
  /** Name of the place on the page. */
  readonly label: string;
  /** Faults that can be injected there. */
  readonly kinds: readonly { readonly kind: string; readonly text: string }[];
  /** Kind of the active fault. Empty: none. */
  readonly chosen: string;
}

/** Response to `GET /playground/faults` and `POST /playground/faults`. */
export interface FaultsView {
  readonly places: readonly FaultPlaceView[];
  /** Total time by which the run's clock was advanced. */
  readonly minutesAhead: number;
}

/** Body of `POST /playground/faults`. */
export interface FaultChoice {
  readonly place: string;
  /** Kind of the fault to inject. Empty: remove the active one. */
  readonly kind: string;
}

/** Body of `POST /playground/sockets`, which cuts all sockets without a close frame. */
export interface SocketsChoice {
  readonly how: "cut";
}

/** Body of `POST /playground/time`, which advances the run's clock by 1 to 120 whole minutes. */
export interface ClockAdvance {
  readonly minutes: number;
}

/** Response to `POST /playground/time`. */
export interface AdvancedClock {
  readonly closedSockets: number;
  readonly openSockets: number;
  /** Total since the start of the run. */
  readonly minutesAhead: number;
}
