/** What the fault panel of the page and its server tell each other: plain data, read by the browser too. */

/** A place at which something can go wrong. */
export interface FaultPlaceView {
  /** For example `table`, `reads` or `telegram`. */
  readonly place: string;
  /** As a person calls it. */
  readonly label: string;
  /** What can go wrong there. */
  readonly kinds: readonly { readonly kind: string; readonly text: string }[];
  /** The kind that is asked for; empty: it works. */
  readonly chosen: string;
}

/** `GET /playground/faults`, and the answer to a choice. */
export interface FaultsView {
  readonly places: readonly FaultPlaceView[];
  /** How far the run's clock was moved. */
  readonly minutesAhead: number;
}

/** What `POST /playground/faults` takes. */
export interface FaultChoice {
  readonly place: string;
  /** Empty: it works again. */
  readonly kind: string;
}

/** What `POST /playground/sockets` takes: cut the line without a word. */
export interface SocketsChoice {
  readonly how: "cut";
}

/** What `POST /playground/time` takes: let time pass, 1 to 120 whole minutes at once. */
export interface TimeChoice {
  readonly minutes: number;
}

/** The answer to it. */
export interface TimePassed {
  readonly closedSockets: number;
  readonly openSockets: number;
  /** Since the start, all in all. */
  readonly minutesAhead: number;
}
