import { z } from "zod";
import { repositoryUrl } from "./git-repository";
import type { SettingHelp } from "./setting-help";

/** The repository that the committed example names; nothing can be built from it. */
export const PLACEHOLDER_REPOSITORY = "https://github.com/example/kite.git";

/** Of the IANA list, as EventBridge Scheduler takes it: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const timeZone = z
  .string()
  .regex(/^[A-Za-z0-9_+/-]{1,50}$/)
  .refine(isTimeZone);

/** The keys of a deployment file that say from where, and how, kite-build builds. */
export const buildKeys = {
  gitRepositoryUrl: repositoryUrl.default(PLACEHOLDER_REPOSITORY),
  gitBranch: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/)
    .default("main"),
  releaseActorIds: z.array(z.string().regex(/^[1-9]\d{0,19}$/)).default([]),
  buildArchitecture: z.enum(["arm64", "x86_64"]).default("x86_64"),
  buildLambdaViaAsset: z.boolean().default(false),
  driftCheckSchedule: z
    .string()
    .regex(/^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\))$/)
    .default("cron(0 12 ? * MON-FRI *)"),
  driftCheckTimeZone: timeZone.default("UTC"),
  driftEmails: z.array(z.email()).max(10).default([]),
};

/** What is wanted of each of {@link buildKeys}. */
export const BUILD_HELP: Readonly<Record<keyof typeof buildKeys, SettingHelp>> = {
  gitRepositoryUrl: {
    wanted:
      "https://github.com/<owner>/<repository>, or https://<host>/<owner>/<repository> on a GitHub Enterprise server, with or without .git at the end; GitLab, Bitbucket and other services are not supported",
    where: "the button Code on the repository's page; only kite-build needs it",
  },
  gitBranch: {
    wanted: "the name of the branch whose pushes go to dev",
    where: "git branch",
  },
  releaseActorIds: {
    wanted:
      'a list of account ids of GitHub, such as ["583231"]: whose tags v… promote to prod; empty: the tags of everybody who may push one',
    where:
      "https://api.github.com/users/<login>, the key id; of a GitHub Enterprise server, https://<host>/api/v3/users/<login>",
  },
  buildArchitecture: {
    wanted:
      "x86_64 or arm64: what CodeBuild builds on; the database engine of the local run is in npm for x86_64 alone, so arm64 leaves out the tests that lean on it",
    where: "leave it out, unless your functions are compiled for arm64; our own run on either",
  },
  buildLambdaViaAsset: {
    wanted:
      "true or false: whether the functions begin with a function.zip of the repository's folder, in place of zips packed here",
    where: "npx kite bundle --asset makes such a file; there is no drift check then",
  },
  driftCheckSchedule: {
    wanted: "a schedule of EventBridge, cron(…) with six fields or rate(…): when drift is looked for",
    where: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  },
  driftCheckTimeZone: {
    wanted:
      "a time zone such as UTC or Europe/Berlin: what driftCheckSchedule, and the scan each Monday at 6:00, are meant in",
    where: "the IANA list of time zones",
  },
  driftEmails: {
    wanted: "a list of up to ten email addresses that drift is reported to, beside alarmEmails",
    where: "npx kite bootstrap adds EMAIL of .env; AWS asks each of them to confirm",
  },
};

/** From where, and how, kite-build builds. */
export interface BuildSettings {
  readonly gitRepositoryUrl: string;
  readonly gitBranch: string;
  /** Ids of the GitHub accounts whose tags promote to prod; empty: of everybody who may push a tag. */
  readonly releaseActorIds: readonly string[];
  readonly architecture: "arm64" | "x86_64";
  /** True: the functions begin with a `function.zip` of the repository's folder, and drift is not looked for. */
  readonly lambdaViaAsset: boolean;
  /** `cron(…)` or `rate(…)`. */
  readonly driftCheckSchedule: string;
  /** For example `Europe/Berlin`. */
  readonly driftCheckTimeZone: string;
  /** Who gets an email about drift, beside those who get alarms. */
  readonly driftEmails: readonly string[];
}

/** The build of a deployment file. */
export function buildOf(file: Readonly<z.infer<z.ZodObject<typeof buildKeys>>>): BuildSettings {
  return {
    gitRepositoryUrl: file.gitRepositoryUrl,
    gitBranch: file.gitBranch,
    releaseActorIds: file.releaseActorIds,
    architecture: file.buildArchitecture,
    lambdaViaAsset: file.buildLambdaViaAsset,
    driftCheckSchedule: file.driftCheckSchedule,
    driftCheckTimeZone: file.driftCheckTimeZone,
    driftEmails: file.driftEmails,
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
