import { HostUnavailable } from "../chat/ports";

/** Represents the time that a request to Telegram may take. */
export interface Deadline {
  /** The deadline, in milliseconds. */
  readonly most: number;
  /**
   * The minimum remaining time, in milliseconds. If less time remains, the request is not sent, because it would
   * probably be cut off.
   */
  readonly least: number;
}

/** Deadlines of the Bot API's methods. */
export interface Deadlines {
  /** For a text, or any call without a file. */
  readonly text: Deadline;
  /** For a notice, which is dropped rather than retried. */
  readonly notice: Deadline;
  /** For a file that is sent as a URL. Telegram downloads the file before it answers. */
  readonly byUrl: Deadline;
  /** For a file of at most 20 MB from Telegram. */
  readonly download: Deadline;
  /** @param bytes the size of the uploaded file */
  readonly upload: (bytes: number) => Deadline;
}

const uploadMost = 25_000;

export const defaultDeadlines: Deadlines = {
  text: { most: 8_000, least: 2_000 },
  notice: { most: 5_000, least: 1_000 },
  byUrl: { most: 20_000, least: 10_000 },
  download: { most: 20_000, least: 8_000 },
  upload(bytes) {
    // A second for each megabyte suffices in a data center. With a limit of 25 s, the invocation still has time to store
    // the result.
    const most = Math.min(uploadMost, 8_000 + Math.ceil(bytes / 1_000));
    return { most, least: most / 2 };
  },
};

/** Time that an invocation needs after a request to store its result, in milliseconds. */
const storingMilliseconds = 1_000;

/**
 * Limits a deadline to the remaining time.
 * @param timeLeft remaining milliseconds of the invocation
 * @returns milliseconds
 * @throws HostUnavailable too little time is left; nothing was sent
 */
export function boundedBy(timeLeft: () => number, { most, least }: Deadline): number {
  const milliseconds = Math.min(most, Math.floor(timeLeft()) - storingMilliseconds);
  if (milliseconds >= least) {
    return milliseconds;
  }
  throw new HostUnavailable("too little time is left for a request to Telegram", { ambiguous: false });
}
