/** Source of log entries about the start of the run. */
export const starting = "start";

/** Source of log entries about changes of the stack. */
export const reload = "reload";

/** Source of the log entry that reports the run as ready, with its URLs. */
export const ready = "playground";
