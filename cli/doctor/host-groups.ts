import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { UserFromGetMe } from "@grammyjs/types";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { BotApiError, type CallMethod } from "../../lambda-src/telegram/bot-api";
import type { Settings } from "../../settings/settings";
import { databaseClient } from "../aws-clients";
import { type Finding, fail, ok, skipped } from "./check";

/** Groups that are checked. Telegram limits the calls of a bot. */
const mostGroups = 20;

/** A channel and the group that hosts it. */
interface HostGroup {
  readonly channelName: string;
  readonly hostChatId: string;
}

/** A group, and why the bot cannot work there. */
export interface Membership {
  readonly channelName: string;
  /** `undefined` if the bot can work there. */
  readonly fault: string | undefined;
}

/** Returns the first groups that host channels. It reads one page, and no attribute about a visitor. */
export async function hostGroups(settings: Settings, stage: string): Promise<readonly HostGroup[]> {
  const { Items = [] } = await databaseClient(settings).send(
    new ScanCommand({
      TableName: PhysicalNames.of(settings.deployment).table(stage, "Channels"),
      Select: "SPECIFIC_ATTRIBUTES",
      ProjectionExpression: "channelKey, channelName, hostChatId",
    }),
  );
  return Items.filter(({ channelKey }) => String(channelKey).startsWith("chat#"))
    .map(({ channelName, hostChatId }) => ({
      channelName: String(channelName),
      hostChatId: String(hostChatId),
    }))
    .slice(0, mostGroups);
}

/**
 * Asks for the bot's rights in a group. A bot that is not an administrator sees only commands and replies, unless its
 * privacy mode is off: https://core.telegram.org/bots/features#privacy-mode
 */
export async function findMembership(
  callMethod: CallMethod,
  { channelName, hostChatId }: HostGroup,
  bot: UserFromGetMe,
): Promise<Membership> {
  const found = (fault?: string) => ({ channelName, fault });
  try {
    const member = await callMethod("getChatMember", { chat_id: hostChatId, user_id: bot.id });
    switch (member.status) {
      case "administrator":
      case "creator":
        return found();
      case "member":
        return bot.can_read_all_group_messages
          ? found()
          : found("not an administrator, and privacy mode is on, so it sees only commands and replies");
      case "restricted":
        return member.is_member && member.can_send_messages ? found() : found("it may not write");
      default:
        return found(`it has ${member.status === "kicked" ? "been removed from" : "left"} the group`);
    }
  } catch (error) {
    if (error instanceof BotApiError && [400, 403].includes(error.error_code)) {
      return found(error.description);
    }
    throw error;
  }
}

/** Describes the groups of a stage. */
export function describeGroups(groups: readonly Membership[]): Finding {
  const faults = groups.filter(({ fault }) => fault !== undefined);
  if (groups.length === 0) {
    return skipped("no group hosts a channel yet");
  }
  return faults.length === 0
    ? ok(`the bot can work in ${groups.length === 1 ? "the group" : `${groups.length} groups`}`)
    : fail(
        faults.map(({ channelName, fault }) => `${channelName}: ${fault}`).join("; "),
        "make the bot an administrator of the group in Telegram",
      );
}
