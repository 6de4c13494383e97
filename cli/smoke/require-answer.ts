import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { UserError } from "../../constructs/user-error";

/** A function that starts behind a gateway answers sooner. */
const LONGEST_SECONDS = 20;

/**
 * Makes sure that something answers at both addresses, whatever it says: no check could say more of a dead one.
 *
 * @throws UserError naming the address where nothing answers
 */
export async function requireAnswer({
  webSocketUrl,
  httpUrl,
}: Pick<ChatUrls, "webSocketUrl" | "httpUrl">): Promise<void> {
  for (const url of [httpUrl, webSocketUrl]) {
    try {
      const response = await fetch(url.replace(/^ws/, "http"), {
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST_SECONDS * 1000),
      });
      await response.body?.cancel();
    } catch (cause) {
      throw new UserError(
        `${url}: nothing answers there (${reasonOf(cause)}). Check the address; npm start runs a chat on this machine.`,
        { cause },
      );
    }
  }
}

/** Of fetch's "fetch failed" the cause says what happened: a code, which is all that several tries leave. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { readonly cause?: { code?: string; message?: string } };
  return name === "TimeoutError"
    ? `no answer within ${LONGEST_SECONDS} s`
    : (cause?.code ?? cause?.message ?? message);
}
