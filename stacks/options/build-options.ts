import { z } from "zod";
import { option, text } from "./option";

/** Services that serve repositories over HTTPS but are not GitHub Enterprise. */
const otherServices =
  /(^|\.)(gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com|sourceforge\.net|dev\.azure\.com|visualstudio\.com|amazonaws\.com(\.cn)?)$/;

/** Matches GitHub's own hosts that have no repositories, such as `www.github.com`. */
const otherHostsOfGithub = /\.(github|githubusercontent)\.com$/;

/** Matches an owner's and a repository's name, as GitHub allows them, on a host in lower case. */
const repositoryUrlPattern =
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?\/[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/;

/** Accepts a repository at GitHub or on a GitHub Enterprise server. */
const repositoryUrl = z
  .string()
  .regex(repositoryUrlPattern, { abort: true })
  .refine((url) => {
    if (!URL.canParse(url)) {
      return false;
    }
    const { hostname } = new URL(url);
    return !otherServices.test(hostname) && !otherHostsOfGithub.test(hostname);
  });

/** Accepts a zone of the IANA list, as EventBridge Scheduler does: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const timeZone = text(/^[A-Za-z0-9_+/-]{1,50}$/).refine(isTimeZone);

/** The options of the stack `kite-build` that a deployment file can set: the source of builds, and how builds run. */
export const buildOptions = {
  /**
   * URL of the repository: `https://github.com/<owner>/<repository>`, or a URL of a GitHub Enterprise server.
   */
  gitRepositoryUrl: option(
    repositoryUrl,
    "https://github.com/<owner>/<repository>, or https://<host>/<owner>/<repository> on a GitHub Enterprise server, with or without .git at the end; GitLab, Bitbucket and other services are not supported",
    "the button Code on the repository's page shows it; only kite-build needs it",
  ),
  /**
   * Branch whose pushes are shipped to dev.
   * @default "main"
   */
  gitBranch: option(
    text(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/).default("main"),
    "the name of the branch whose pushes are shipped to dev",
    "git branch lists the branches",
  ),
  /**
   * Ids of the GitHub accounts whose tags promote to prod.
   * @default - everyone who may push a tag
   */
  releaseActorIds: option(
    z.array(text(/^[1-9]\d{0,19}$/)).default([]),
    'a list of GitHub account ids such as ["583231"]: the accounts whose tags v… promote to prod; with an empty list, everyone who may push a tag',
    "the key id at https://api.github.com/users/<login>, or on a GitHub Enterprise server at https://<host>/api/v3/users/<login>",
  ),
  /**
   * Processor architecture of the builds.
   * @default "x86_64"
   */
  architecture: option(
    z.enum(["arm64", "x86_64"]).default("x86_64"),
    "x86_64 or arm64: the architecture of CodeBuild's machines; npm has the local run's database engine for x86_64 only, so builds on arm64 skip the tests that need it",
    "use the default unless your functions are compiled for arm64; Kite's own functions run on both",
  ),
  /**
   * Whether the functions start with a local `function.zip`. If true, there is no drift check.
   * @default false
   */
  buildLambdaViaAsset: option(
    z.boolean().default(false),
    "true or false: whether the functions start with a function.zip in the repository's folder, in place of zips packaged from the sources",
    "npx kite bundle --asset creates such a file; with true, there is no drift check",
  ),
  /**
   * Schedule of the drift check: `cron(…)` or `rate(…)`.
   * @default "cron(0 12 ? * MON-FRI *)"
   */
  driftCheckSchedule: option(
    text(/^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\))$/).default("cron(0 12 ? * MON-FRI *)"),
    "an EventBridge schedule, cron(…) with six fields or rate(…): when the drift check runs",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  ),
  /**
   * Time zone of the schedules, for example `Europe/Berlin`.
   * @default "UTC"
   */
  driftCheckTimeZone: option(
    timeZone.default("UTC"),
    "a time zone such as UTC or Europe/Berlin, for driftCheckSchedule and for the security scan on Mondays at 6:00",
    "the IANA list of time zones",
  ),
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
