import type { DatabaseUsage } from "../access-log-entry";

/**
 * Counts the database calls of each thread. A thread runs one invocation at a time, so its count between two calls of
 * `take` belongs to one invocation. Threads are identified by the application id that the AWS SDK adds to
 * `User-Agent`: https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html
 */
export class UsageMeter {
  readonly #threads = new Map<string, DatabaseUsage>();
  #lastId = 0;

  /** Returns a name for a thread, and the environment variables that identify it. */
  register(): { readonly thread: string; readonly environment: Readonly<Record<string, string>> } {
    this.#lastId += 1;
    const thread = `thread-${this.#lastId}`;
    this.#threads.set(thread, nothing);
    return { thread, environment: { AWS_SDK_UA_APP_ID: thread } };
  }

  /** Counts a call by the `User-Agent` of its request. Ignores a call that no registered thread made. */
  count(userAgent: string | undefined, { readUnits, writeUnits }: Omit<DatabaseUsage, "calls">): void {
    const thread = /\bapp\/(thread-\d+)\b/.exec(userAgent ?? "")?.[1] ?? "";
    const before = this.#threads.get(thread);
    if (before !== undefined) {
      this.#threads.set(thread, {
        calls: before.calls + 1,
        readUnits: before.readUnits + readUnits,
        writeUnits: before.writeUnits + writeUnits,
      });
    }
  }

  /** Returns the counts of a thread and resets them. */
  take(thread: string): DatabaseUsage {
    const usage = this.#threads.get(thread) ?? nothing;
    this.#threads.set(thread, nothing);
    return usage;
  }

  /** Removes a thread that has ended. */
  forget(thread: string): void {
    this.#threads.delete(thread);
  }
}

const nothing: DatabaseUsage = { calls: 0, readUnits: 0, writeUnits: 0 };
