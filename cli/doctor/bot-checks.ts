import type { WebhookInfo } from "@grammyjs/types";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import {
  type BotApi,
  BotApiError,
  botApi,
  type CallMethod,
  HttpError,
} from "../../lambda-src/telegram/bot-api";
import type { Settings } from "../../settings/settings";
import type { Stage, StageName } from "../../stacks/stage-props";
import { parameterClient } from "../aws-clients";
import { deployedEnvironment } from "../deployed-environment";
import { describeAge } from "../describe-age";
import { Parameters } from "../secrets/parameters";
import { commandFor } from "../secrets/place";
import { accountCheck } from "./account-checks";
import { type Check, type Finding, fail, isDenied, ok, once, skipped, warn } from "./check";
import { describeGroups, findMembership, hostGroups } from "./host-groups";

const secretsFix = "npx kite deployer-policy, then attach operator-changing to your user or role";

/** Age up to which an error of the webhook is reported. Telegram never deletes the last one. */
const recentErrorMilliseconds = 24 * 60 * 60_000;

/** Pending updates above which the webhook is too slow, or does not answer. */
const mostPending = 100;

/** Checks a stage's bot: its token, its webhook, and its rights in the groups of the hosts. */
export function botChecks(settings: Settings, stage: Stage): readonly Check[] {
  const { name } = stage;
  const stageCheck = `Stage ${name}`;
  const botCheck = `Bot of ${name}`;
  const webhookUrl = once(() => findWebhookUrl(settings, name));
  const token = once(() => findToken(settings, name));
  const bot = once(async () => {
    const found = await token();
    return found === undefined || found === "denied"
      ? undefined
      : botApi(stage.telegramApiRoot, { get: () => Promise.resolve(found) });
  });
  const me = once(async () => {
    const api = await bot();
    return api && callBot(stage, api, async (callMethod) => callMethod("getMe", {}));
  });
  return [
    {
      name: stageCheck,
      needs: [accountCheck],
      fix: "npm run deploy-kite",
      run: async () => {
        const url = await webhookUrl();
        return url === undefined
          ? skipped("not deployed yet. To deploy it: npm run deploy-kite")
          : ok(`deployed, with the webhook ${url}`);
      },
    },
    {
      name: botCheck,
      needs: [accountCheck],
      fix: `set the token from @BotFather in .env, then run: ${commandFor(name)}`,
      run: async () => {
        const user = await me();
        if (user === undefined) {
          return (await token()) === "denied"
            ? warn("its token cannot be read without ssm:GetParameter, and .env has none", secretsFix)
            : skipped("no token is stored, and .env has none");
        }
        return ok(`@${user.username}, privacy mode ${user.can_read_all_group_messages ? "off" : "on"}`);
      },
    },
    {
      name: `Webhook of ${name}`,
      needs: [stageCheck, botCheck],
      fix: commandFor(name),
      run: async () => {
        const api = await bot();
        const url = await webhookUrl().catch(() => undefined);
        return api === undefined || url === undefined
          ? skipped("the stage or the bot's token cannot be read")
          : describeWebhook(
              await callBot(stage, api, async (callMethod) => callMethod("getWebhookInfo", {})),
              url,
              name,
            );
      },
    },
    {
      name: `Groups of ${name}`,
      needs: [stageCheck, botCheck],
      fix: "use credentials with dynamodb:Scan",
      run: async () => {
        const api = await bot();
        const user = await me();
        if (api === undefined || user === undefined) {
          return skipped("the bot's token cannot be read");
        }
        return describeGroups(
          await Promise.all(
            (await hostGroups(settings, name)).map((group) =>
              callBot(stage, api, (callMethod) => findMembership(callMethod, group, user)),
            ),
          ),
        );
      },
    },
  ];
}

/** Returns the URL that the bot's webhook should have, or `undefined` if the stage is not deployed. */
async function findWebhookUrl(settings: Settings, stage: string): Promise<string | undefined> {
  try {
    const { WEBHOOK_URL } = await deployedEnvironment(settings, stage, "lifecycle-handler", ["WEBHOOK_URL"]);
    return WEBHOOK_URL;
  } catch (error) {
    if (error instanceof UserError && error.cause === undefined) {
      return undefined;
    }
    throw error;
  }
}

/** Returns the token in the parameter store, or that in `.env`. */
async function findToken(settings: Settings, stage: StageName): Promise<string | "denied" | undefined> {
  const { TELEGRAM_BOT_TOKEN, TELEGRAM_PROD_BOT_TOKEN } = settings.variables;
  const own = stage === "prod" ? TELEGRAM_PROD_BOT_TOKEN : TELEGRAM_BOT_TOKEN;
  const parameter = PhysicalNames.of(settings.deployment).botTokenParameter(stage);
  try {
    return (await new Parameters(parameterClient(settings)).find(parameter)) ?? own;
  } catch (error) {
    if (isDenied(error)) {
      return own ?? "denied";
    }
    throw error;
  }
}

/** @throws UserError if the Bot API rejects the call or does not answer. The message has no token. */
async function callBot<Result>(
  { telegramApiRoot }: Stage,
  api: BotApi,
  use: (callMethod: CallMethod) => Promise<Result>,
): Promise<Result> {
  try {
    return await api.call(use);
  } catch (error) {
    if (error instanceof BotApiError) {
      const { method, error_code: code, description } = error;
      throw new UserError(`${telegramApiRoot} rejected ${method}: ${code} ${description}`);
    }
    if (error instanceof HttpError) {
      throw new UserError(`${telegramApiRoot} does not answer: ${(error.error as Error).message}`);
    }
    throw error;
  }
}

function describeWebhook(info: WebhookInfo, expected: string, stage: StageName): Finding {
  const {
    url = "",
    pending_update_count: pending,
    last_error_date: errorDate,
    last_error_message: reason,
  } = info;
  if (url !== expected) {
    return fail(
      url === "" ? "it is not set" : `it points to ${new URL(url).origin}, not to this stage`,
      `${commandFor(stage)}, which sets it again`,
    );
  }
  const age = errorDate === undefined ? Number.POSITIVE_INFINITY : Date.now() - errorDate * 1000;
  if (age < recentErrorMilliseconds) {
    return warn(
      `${pending} pending; its last error ${describeAge(age)} ago: ${reason}`,
      `npx kite logs ${stage} --errors`,
    );
  }
  return pending > mostPending
    ? warn(`${pending} updates are pending`, `npx kite logs ${stage} --errors`)
    : ok(`set, ${pending} pending, no error in the last day`);
}
