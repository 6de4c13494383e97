import { type CheckResult, chatContract } from "../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { UserError } from "../../constructs/user-error";
import type { CommandResult } from "../command";
import { say } from "../output";
import { previousScripts } from "../widget/release-widget";
import { findUrls, readSmokeWords, type SmokeOptions } from "./target";

/** Timeout for the first response. A cold start behind a gateway is faster. */
const longestSeconds = 20;

/**
 * Checks each promise of a chat, in sequence.
 * @throws UserError if the chat does not respond, or if the target is incomplete
 */
export async function checkChat(stage: string | undefined, options: SmokeOptions): Promise<CommandResult> {
  // 1. Find the chat to check.
  const target = readSmokeWords(stage, options);
  const urls = {
    ...(await findUrls(target)),
    ...(target.channelName && { channelName: target.channelName }),
    widgetScripts: previousScripts(),
  };

  // 2. Send a first request, so that a wrong address causes one clear error.
  await requireAnswer(urls);

  // 3. Run all checks in sequence, so that a new stage starts one function instance instead of thirty.
  say(`To do: check the chat at ${urls.webSocketUrl} and ${urls.httpUrl}.`);
  const results: (CheckResult & { readonly title: string })[] = [];
  for (const check of chatContract(() => urls)) {
    const start = performance.now();
    const result = await check.run();
    results.push({ title: check.title, ...result });
    say(line(check.title, result, performance.now() - start));
  }

  // 4. Print a summary.
  const count = (outcome: CheckResult["outcome"]) => results.filter((it) => it.outcome === outcome).length;
  say(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  return {
    json: results,
    ...(count("failed") > 0 && {
      failure: "The chat breaks a promise to its clients: see the lines that begin with FAIL.",
    }),
  };
}

/**
 * Checks that both addresses respond, with any status.
 * @throws UserError that names the address that does not respond
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
        `${url} does not answer (${reasonOf(cause)}). Check the address. npm start runs a chat on this machine.`,
        { cause },
      );
    }
  }
}

/** Returns the reason of a failed fetch from its cause. After several attempts, the cause has only a code. */
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
