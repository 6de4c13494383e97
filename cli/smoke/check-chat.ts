import { type CheckResult, chatContract } from "../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { UserError } from "../../constructs/user-error";
import type { CommandResult } from "../command";
import { say } from "../output";
import { findUrls, readSmokeWords, type SmokeOptions } from "./target";

/** A function that starts behind a gateway answers sooner. */
const longestSeconds = 20;

/**
 * Checks a chat, one promise after another.
 * @throws UserError when nothing answers, or when the target is not clear
 */
export async function checkChat(stage: string | undefined, options: SmokeOptions): Promise<CommandResult> {
  // 1. The chat to check.
  const target = readSmokeWords(stage, options);
  const urls = {
    ...(await findUrls(target)),
    ...(target.channelName && { channelName: target.channelName }),
  };

  // 2. Whether anything answers at all.
  await requireAnswer(urls);

  // 3. All checks, one after another: a stage that has just been deployed starts one function, not thirty.
  say(`To do: check the chat at ${urls.webSocketUrl} and ${urls.httpUrl}.`);
  const results: (CheckResult & { readonly title: string })[] = [];
  for (const check of chatContract(() => urls)) {
    const start = performance.now();
    const result = await check.run();
    results.push({ title: check.title, ...result });
    say(line(check.title, result, performance.now() - start));
  }

  // 4. The summary.
  const count = (outcome: CheckResult["outcome"]) => results.filter((it) => it.outcome === outcome).length;
  say(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  return {
    json: results,
    ...(count("failed") > 0 && {
      failure: "The chat does not keep its promises: see the lines that begin with FAIL.",
    }),
  };
}

/**
 * Makes sure that something answers at both addresses, whatever it says: no check could say more of a dead one.
 *
 * @throws UserError naming the address where nothing answers
 */
async function requireAnswer({
  webSocketUrl,
  httpUrl,
}: Pick<ChatUrls, "webSocketUrl" | "httpUrl">): Promise<void> {
  for (const url of [httpUrl, webSocketUrl]) {
    try {
      const response = await fetch(url.replace(/^ws/, "http"), {
        redirect: "manual",
        signal: AbortSignal.timeout(longestSeconds * 1000),
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
    ? `no answer within ${longestSeconds} s`
    : (cause?.code ?? cause?.message ?? message);
}

function line(title: string, result: CheckResult, milliseconds: number): string {
  switch (result.outcome) {
    case "passed":
      return `ok    ${title} (${Math.round(milliseconds)} ms)`;
    case "skipped":
      return `skip  ${title}: ${result.reason}`;
    case "failed":
      return `FAIL  ${title}: ${result.reason}`;
  }
}
