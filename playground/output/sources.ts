/** The source of log entries about the start of the run. */
export const START = "start";

/** The source of log entries about changes of the stack. */
export const RELOAD = "reload";

/** The source of the entry that the run is ready, with its URLs. */
export const READY = "playground";
