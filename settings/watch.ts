import { z } from "zod";
import type { SettingHelp } from "./setting-help";
import type { SettingFault } from "./settings-error";

/** The keys of a deployment file that say who is told, what may be spent, and whether logs are archived. */
export const watchKeys = {
  alarmEmails: z.array(z.email()).max(10).default([]),
  alarmForwarder: z.boolean().default(false),
  monthlyBudgetUsd: z.number().positive().max(10_000_000).optional(),
  budgetTag: z
    .string()
    .regex(/^[\w.:/=+@-]+\$[\w.:/=+@ -]+$/)
    .optional(),
  logArchive: z.boolean().default(false),
  logArchiveDays: z.int().min(1).max(3653).default(365),
  athenaScanLimitMegabytes: z.int().min(10).max(10_000_000).default(10_000),
};

/** What is wanted of each of {@link watchKeys}. */
export const WATCH_HELP: Readonly<Record<keyof typeof watchKeys, SettingHelp>> = {
  alarmEmails: {
    wanted: "a list of up to ten email addresses that alarms and the budget go to",
    where: "whoever is on call; AWS asks each of them to confirm",
  },
  alarmForwarder: {
    wanted: "true or false: whether alarms go to Slack or Telegram too",
    where: "decide it; ALARM_FORWARDER_URL and npx kite secrets app say where to",
  },
  monthlyBudgetUsd: {
    wanted: "dollars a month, of which 50, 80 and 100 % are told, and a forecast above 100 %",
    where: "last month's bill; leave it out for no budget",
  },
  budgetTag: {
    wanted:
      'a tag that billing knows, as "key$value", for example "app$kite"; the budget counts what carries it',
    where: "the cost allocation tags in the billing console; leave it out to count the whole account",
  },
  logArchive: {
    wanted: "true or false: whether logs go to S3 as well, where Athena can ask them",
    where: "decide it; it costs by the size of the logs",
  },
  logArchiveDays: {
    wanted: "whole days from 1 to 3653 that archived logs are kept",
    where: "your privacy notice says how long",
  },
  athenaScanLimitMegabytes: {
    wanted: "whole megabytes from 10 to 10000000 that one query may read",
    where: "a terabyte costs about 5 dollars",
  },
};

/** Who is told, and what may be spent. */
export interface WatchSettings {
  readonly alarmEmails: readonly string[];
  readonly alarmForwarder: boolean;
  /** `undefined`: no budget. */
  readonly budget: { readonly monthlyUsd: number; readonly tag: string | undefined } | undefined;
  /** `undefined`: logs stay in CloudWatch alone. */
  readonly logArchive: { readonly days: number; readonly scanLimitMegabytes: number } | undefined;
}

type WatchFile = Readonly<z.infer<z.ZodObject<typeof watchKeys>>>;

/** The watch of a deployment file. */
export function watchOf(file: WatchFile): WatchSettings {
  return {
    alarmEmails: file.alarmEmails,
    alarmForwarder: file.alarmForwarder,
    budget:
      file.monthlyBudgetUsd === undefined
        ? undefined
        : { monthlyUsd: file.monthlyBudgetUsd, tag: file.budgetTag },
    logArchive: file.logArchive
      ? { days: file.logArchiveDays, scanLimitMegabytes: file.athenaScanLimitMegabytes }
      : undefined,
  };
}

/** What contradicts itself, if anything. */
export function watchFaults(file: WatchFile, source: string): readonly SettingFault[] {
  return file.budgetTag !== undefined && file.monthlyBudgetUsd === undefined
    ? [
        {
          name: "budgetTag",
          source,
          kind: "wrong",
          got: "a tag without monthlyBudgetUsd",
          ...WATCH_HELP.budgetTag,
        },
      ]
    : [];
}
