import { HostUnavailable } from "../chat/ports";

/** How long a request to Telegram may take. */
export interface Deadline {
  /** In milliseconds. */
  readonly most: number;
  /** With less time than this, in milliseconds, the request is not sent: it would probably be cut off. */
  readonly least: number;
}

/** Deadlines of the Bot API's methods. */
export interface Deadlines {
  /** A text, or any call that moves no file. */
  readonly text: Deadline;
  /** A notice, which is dropped rather than retried. */
  readonly notice: Deadline;
  /** A file by URL: Telegram fetches it before it answers. */
  readonly byUrl: Deadline;
  /** A file of at most 20 MB from Telegram. */
  readonly download: Deadline;
  /** @param bytes the size of the file that is sent along */
  readonly upload: (bytes: number) => Deadline;
}

const uploadMost = 25_000;

export const defaultDeadlines: Deadlines = {
  text: { most: 8_000, least: 2_000 },
  notice: { most: 5_000, least: 1_000 },
  byUrl: { most: 20_000, least: 10_000 },
  download: { most: 20_000, least: 8_000 },
  upload(bytes) {
    // A second for each megabyte is slow for a data center, and 25 s leave room in an invocation for what follows.
    const most = Math.min(uploadMost, 8_000 + Math.ceil(bytes / 1_000));
    return { most, least: most / 2 };
  },
};

/** Time that is left to an invocation after a request, to store what became of it. In milliseconds. */
const storingMilliseconds = 1_000;

/**
 * Bounds a deadline by the time that is left.
 * @param timeLeft milliseconds that the invocation may still take
 * @returns milliseconds
 * @throws HostUnavailable there is too little time: nothing was sent
 */
export function boundedBy(timeLeft: () => number, { most, least }: Deadline): number {
  const milliseconds = Math.min(most, Math.floor(timeLeft()) - storingMilliseconds);
  if (milliseconds >= least) {
    return milliseconds;
  }
  throw new HostUnavailable("too little time is left for a request to Telegram", { ambiguous: false });
}
