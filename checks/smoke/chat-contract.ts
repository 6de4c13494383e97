import type { ChatUrls } from "./chat-urls";
import { fileChecks } from "./checks/file-checks";
import { frameChecks } from "./checks/frame-checks";
import { handshakeChecks } from "./checks/handshake-checks";
import { httpChecks } from "./checks/http-checks";
import { talkChecks } from "./checks/talk-checks";
import { type Checks, Visit } from "./visit";

/** What became of a check. */
export type CheckResult =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly reason: string }
  | { readonly outcome: "skipped"; readonly reason: string };

/** A check that can be run. */
export interface ContractCheck {
  /** A sentence. */
  readonly title: string;
  /** Runs it; never throws. */
  run(): Promise<CheckResult>;
}

/** Those that any chat can be held to, and those that talk on a channel that has a host. */
const anywhere: Checks = { ...httpChecks, ...handshakeChecks, ...frameChecks };
const hosted: Checks = { ...talkChecks, ...fileChecks };

/**
 * What the chat promises to its clients, as checks that any server of it can be held to.
 * @param urls asked when a check runs, so that a test may name the checks before its server stands
 * @param deadlineSeconds of a check; a function that starts, behind a gateway that starts, takes some
 */
export function chatContract(
  urls: () => ChatUrls,
  { deadlineSeconds = 20 }: { readonly deadlineSeconds?: number } = {},
): readonly ContractCheck[] {
  return Object.entries({ ...anywhere, ...hosted }).map(([title, check]) => ({
    title,
    run: async () => {
      if (title in hosted && urls().channelName === undefined) {
        return { outcome: "skipped", reason: "no channel with a host was given" };
      }
      const visit = new Visit(urls());
      try {
        await withDeadline(deadlineSeconds, check(visit));
        return { outcome: "passed" };
      } catch (error) {
        return { outcome: "failed", reason: describeError(error) };
      } finally {
        visit.end();
      }
    },
  }));
}

function withDeadline(seconds: number, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no end within ${seconds} s: expected an answer, got none`));
    const timer = setTimeout(late, seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Of fetch's own "fetch failed" the cause says what happened. */
function describeError(error: unknown): string {
  if (!isErrorLike(error)) {
    return String(error);
  }
  const cause = isErrorLike(error.cause) ? ` (${error.cause.message || "no one listens there"})` : "";
  return `${error.message}${cause}`;
}

/** Not `instanceof`: a test's global objects are not those of Node's own fetch. */
function isErrorLike(value: unknown): value is { readonly message: string; readonly cause?: unknown } {
  return typeof value === "object" && value !== null && "message" in value;
}
