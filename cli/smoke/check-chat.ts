import { type CheckResult, chatContract } from "../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { readSettings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { functionClient } from "../aws-clients";
import type { CommandResult } from "../command";
import { say } from "../output";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { readSmokeWords, type SmokeOptions, type SmokeTarget } from "./arguments";
import { requireAnswer } from "./require-answer";
import { stageUrls } from "./stage-urls";

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

async function findUrls({
  stage = "",
  urls,
  channelName,
  meant,
}: SmokeTarget): Promise<Pick<ChatUrls, "webSocketUrl" | "httpUrl">> {
  refuseProdUnlessMeant(stage, meant || channelName === undefined);
  if (urls !== undefined) return urls;
  const settings = readSettings();
  const { name } = stageNamed(settings, stage);
  await requireCredentials(settings);
  const functionName = PhysicalNames.of(settings.deployment).function(name, "request-dispatcher");
  return stageUrls(functionClient(settings), functionName);
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
