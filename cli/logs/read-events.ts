import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { ifThere } from "../aws-clients";

/** A line of a log. */
export interface LogEvent {
  readonly id: string;
  /** Name of its log group. */
  readonly group: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly text: string;
}

/**
 * Period at the end of the log that the next call reads again, because a line may arrive after newer lines. Lambda
 * sends lines within seconds, but in batches, and each execution environment of a function sends its own batches.
 */
const lateMilliseconds = 3 * 60_000;

/** Largest expected difference between the clocks of this machine and of AWS. */
const clockMilliseconds = 5 * 60_000;

/** Reads log groups repeatedly, and returns each line once. */
export class LogTail {
  readonly #client: CloudWatchLogsClient;
  readonly #groups: readonly string[];
  readonly #pattern: string | undefined;
  readonly #since: number;
  readonly #now: () => number;
  /** Timestamps of the lines that may be read again, by ID. */
  readonly #seen = new Map<string, number>();
  #from: number;
  /** The groups that exist. */
  #found = new Set<string>();

  /** @param since time of the first line, in milliseconds since 1970 */
  constructor(
    client: CloudWatchLogsClient,
    {
      groups,
      pattern,
      since,
      now,
    }: {
      readonly groups: readonly string[];
      readonly pattern?: string | undefined;
      readonly since: number;
      readonly now: () => number;
    },
  ) {
    this.#client = client;
    this.#groups = groups;
    this.#pattern = pattern;
    this.#since = since;
    this.#now = now;
    this.#from = since;
  }

  /** Returns the groups that have been found so far. */
  get found(): ReadonlySet<string> {
    return this.#found;
  }

  /** Returns the lines that no earlier call has returned, oldest first. */
  async next(): Promise<readonly LogEvent[]> {
    const start = this.#now();
    const read = await Promise.all(this.#groups.map((group) => this.#read(group)));
    const fresh = read.flat().filter(({ id }) => !this.#seen.has(id));
    for (const { id, timestamp } of fresh) {
      this.#seen.set(id, timestamp);
    }
    this.#advance(start);
    return fresh.sort((one, other) => one.timestamp - other.timestamp);
  }

  /** Moves the start of the next reading forward, but not past lines that may still arrive. */
  #advance(start: number): void {
    const newest = [...this.#seen.values()].reduce((one, other) => Math.max(one, other), 0);
    const reached = Math.max(newest, start - clockMilliseconds);
    this.#from = Math.max(this.#since, reached - lateMilliseconds);
    for (const [id, timestamp] of this.#seen) {
      if (timestamp < this.#from) {
        this.#seen.delete(id);
      }
    }
  }

  /** Reads a group. A page may be empty although more pages follow. Only a missing token marks the end. */
  async #read(group: string): Promise<readonly LogEvent[]> {
    const pages = paginateFilterLogEvents(
      { client: this.#client },
      {
        logGroupName: group,
        startTime: this.#from,
        ...(this.#pattern !== undefined && { filterPattern: this.#pattern }),
      },
    );
    const read = async () => {
      const events: LogEvent[] = [];
      for await (const page of pages) {
        for (const { eventId = "", timestamp = 0, message = "" } of page.events ?? []) {
          events.push({ id: `${group} ${eventId}`, group, timestamp, text: message });
        }
      }
      return events;
    };
    const events = await ifThere(read(), "ResourceNotFoundException");
    if (events !== undefined) {
      this.#found.add(group);
    }
    return events ?? [];
  }
}
