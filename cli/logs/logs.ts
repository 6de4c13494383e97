import { setTimeout as wait } from "node:timers/promises";
import { channelNameRule, isChannelName } from "@kite-chat/protocol";
import { functionRoles, PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import { readSettings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { explained, logClient } from "../aws-clients";
import { type CommandResult, UsageError } from "../command";
import { say } from "../output";
import { stageNamed } from "../stage-argument";
import { isIncluded, patternOf } from "./filter";
import { formatLine } from "./format-line";
import { type LogEvent, LogTail } from "./read-events";

/** The options of `kite logs`. */
export interface LogOptions {
  readonly function?: string | undefined;
  readonly follow: boolean;
  readonly since: string;
  readonly channel?: string | undefined;
  readonly errors: boolean;
}

/** The clock by which logs are followed. */
export interface LogClock {
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Pause between two readings: the quota of FilterLogEvents is counted by account and region. */
const pauseMilliseconds = 2_000;

/**
 * Prints the lines of a stage's functions, and with `follow` those that arrive later, until the process is stopped.
 * @param clock @default - the system clock
 * @throws UserError if an option is not valid, the stage has no logs, or they cannot be read
 */
export async function printLogs(
  stage: string,
  options: LogOptions,
  { now, sleep }: LogClock = { now: Date.now, sleep: wait },
): Promise<CommandResult> {
  const settings = readSettings();
  const { name } = stageNamed(settings, stage);
  const names = PhysicalNames.of(settings.deployment);
  const groups = rolesOf(options).map((role) => `/aws/lambda/${names.function(name, role)}`);
  const { channel } = options;
  if (channel !== undefined && !isChannelName(channel)) {
    throw new UserError(`--channel: expected ${channelNameRule}, received "${channel}".`);
  }
  const pattern = patternOf(options);
  const since = now() - readDuration(options.since);
  await requireCredentials(settings);
  const tail = new LogTail(logClient(settings), { groups, pattern, since, now });
  const next = async () => {
    const events = await explained(
      tail.next(),
      ({ message }) =>
        `The logs of ${name} cannot be read: ${message.replace(/\.$/, "")}. Use credentials with logs:FilterLogEvents.`,
    );
    return events.filter(({ text }) => isIncluded(text, options));
  };
  const first = await next();
  if (tail.found.size === 0) {
    throw new UserError(
      `There is no log group ${groups.join(" or ")}, so the stage is not deployed. Deploy it with "npm run deploy-kite".`,
    );
  }
  if (!options.follow) {
    return { json: first, text: textOf(first) };
  }
  for (let events = first; ; events = await next()) {
    const text = textOf(events);
    if (text !== "") {
      say(text);
    }
    await sleep(pauseMilliseconds);
  }
}

function textOf(events: readonly LogEvent[]): string {
  return events.flatMap((event) => formatLine(event) ?? []).join("\n");
}

function rolesOf({ function: role }: LogOptions) {
  const chosen = functionRoles.filter((it) => role === undefined || it === role);
  if (chosen.length === 0) {
    throw new UsageError(`--function: expected one of ${functionRoles.join(", ")}, received "${role}".`);
  }
  return chosen;
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Converts a duration such as `10m` to milliseconds. @throws UsageError if it has another form */
export function readDuration(text: string): number {
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count === undefined) {
    throw new UsageError(`--since: expected a number with s, m, h or d, such as 10m, received "${text}".`);
  }
  return Number(count) * (unitMilliseconds[unit] ?? 0);
}
