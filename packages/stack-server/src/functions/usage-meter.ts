import type { DatabaseUsage } from "../access-log-entry";

/**
 * What each thread has asked of the database. A thread runs one invocation at a time, so what it asked between two
 * looks belongs to the invocation between them. Whoever counts tells threads apart by the application id that the
 * AWS SDK puts into `User-Agent`: https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html
 */
export class UsageMeter {
  readonly #threads = new Map<string, DatabaseUsage>();
  #lastId = 0;

  /** The environment of a thread that is told apart. */
  register(): { readonly thread: string; readonly environment: Readonly<Record<string, string>> } {
    this.#lastId += 1;
    const thread = `thread-${this.#lastId}`;
    this.#threads.set(thread, nothing);
    return { thread, environment: { AWS_SDK_UA_APP_ID: thread } };
  }

  /** Notes a call by the `User-Agent` of its request; one of nobody's is not counted. */
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

  /** What a thread has asked since the last look. */
  take(thread: string): DatabaseUsage {
    const usage = this.#threads.get(thread) ?? nothing;
    this.#threads.set(thread, nothing);
    return usage;
  }

  /** Forgets a thread that is gone. */
  forget(thread: string): void {
    this.#threads.delete(thread);
  }
}

const nothing: DatabaseUsage = { calls: 0, readUnits: 0, writeUnits: 0 };
