/** The source of log entries about the start of the run. */
export const starting = "start";

/** The source of log entries about changes of the stack. */
export const reload = "reload";

/** The source of the entry that the run is ready, with its URLs. */
export const ready = "playground";
