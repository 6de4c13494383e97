import type { ChatUrls } from "./chat-urls";
import { fileChecks } from "./checks/file-checks";
import { frameChecks } from "./checks/frame-checks";
import { handshakeChecks } from "./checks/handshake-checks";
import { httpChecks } from "./checks/http-checks";
import { talkChecks } from "./checks/talk-checks";
import { type Checks, Visit } from "./visit";

/** Outcome of a check. */
export type CheckResult =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly reason: string }
  | { readonly outcome: "skipped"; readonly reason: string };

/** A check of a chat. */
export interface ContractCheck {
  /** Sentence that states the promise. */
  readonly title: string;
  /** Runs the check. It never throws. */
  run(): Promise<CheckResult>;
}

/** Checks for any chat, and checks that need a channel with a host. */
const anywhere: Checks = { ...httpChecks, ...handshakeChecks, ...frameChecks };
const hosted: Checks = { ...talkChecks, ...fileChecks };

/**
 * Creates the checks for the chat's promises to clients, which apply to any server.
 * @param urls Returns the URLs when a check runs, so that a test can list the checks before its server starts.
 * @param deadlineSeconds Deadline of a check. It includes the cold start of a function behind a gateway.
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
    const late = () => reject(new Error(`timeout after ${seconds} s: expected an answer, got none`));
    const timer = setTimeout(late, seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Returns the reason of an error. For the error "fetch failed", the reason is in its cause. */
function describeError(error: unknown): string {
  if (!isErrorLike(error)) {
    return String(error);
  }
  const cause = isErrorLike(error.cause) ? ` (${error.cause.message || "no server listens there"})` : "";
  return `${error.message}${cause}`;
}

/** Does not use `instanceof`, because tests have their own `Error`, which differs from that of Node's fetch. */
function isErrorLike(value: unknown): value is { readonly message: string; readonly cause?: unknown } {
  return typeof value === "object" && value !== null && "message" in value;
}
