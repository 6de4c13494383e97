import { type CheckResult, chatContract } from "../../checks/smoke/chat-contract";
import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { runProgram, UserError } from "../../constructs/user-error";
import { readSettings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { functionClient } from "../aws-clients";
import { say } from "../command";
import { HELP, readArguments, type SmokeArguments } from "../smoke/arguments";
import { requireAnswer } from "../smoke/require-answer";
import { stageUrls } from "../smoke/stage-urls";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";

runProgram(async () => {
  // 1. What to check.
  const wanted = readArguments(process.argv.slice(2));
  if (wanted.help) return say(HELP);
  const urls = {
    ...(await findUrls(wanted)),
    ...(wanted.channelName && { channelName: wanted.channelName }),
  };

  // 2. Whether anything answers at all.
  await requireAnswer(urls);

  // 3. All checks, one after another: a stage that has just been deployed starts one function, not thirty.
  say(`To do: check the chat at ${urls.webSocketUrl} and ${urls.httpUrl}.`);
  const outcomes: CheckResult["outcome"][] = [];
  for (const check of chatContract(() => urls)) {
    const start = performance.now();
    const result = await check.run();
    outcomes.push(result.outcome);
    say(line(check.title, result, performance.now() - start));
  }

  // 4. How it stands.
  const count = (outcome: CheckResult["outcome"]) => outcomes.filter((it) => it === outcome).length;
  say(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  if (count("failed") > 0) {
    throw new UserError("The chat does not keep its promises: see the lines that begin with FAIL.");
  }
});

async function findUrls({
  stage = "",
  urls,
  channelName,
  meant,
}: SmokeArguments & { help: false }): Promise<Pick<ChatUrls, "webSocketUrl" | "httpUrl">> {
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
