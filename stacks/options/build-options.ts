import { z } from "zod";
import { option, text } from "./option";

/** Services that are not GitHub Enterprise, although they serve repositories over HTTPS. */
const otherServices =
  /(^|\.)(gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com|sourceforge\.net|dev\.azure\.com|visualstudio\.com|amazonaws\.com(\.cn)?)$/;

/** Hosts of GitHub itself that have no repositories, such as `www.github.com`. */
const otherHostsOfGithub = /\.(github|githubusercontent)\.com$/;

/** An owner's name and a repository's, as GitHub takes them, on a host in small letters. */
const repositoryUrlPattern =
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?\/[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/;

/** A repository at GitHub or on a GitHub Enterprise server. */
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

/** Of the IANA list, as EventBridge Scheduler takes it: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const timeZone = text(/^[A-Za-z0-9_+/-]{1,50}$/).refine(isTimeZone);

/** The options of the stack `kite-build` that a deployment file has too: from where, and how, it builds. */
export const buildOptions = {
  /**
   * `https://github.com/<owner>/<repository>`. Any other host is a GitHub Enterprise server.
   */
  gitRepositoryUrl: option(
    repositoryUrl,
    "https://github.com/<owner>/<repository>, or https://<host>/<owner>/<repository> on a GitHub Enterprise server, with or without .git at the end; GitLab, Bitbucket and other services are not supported",
    "the button Code on the repository's page; only kite-build needs it",
  ),
  /**
   * The branch whose pushes go to dev.
   * @default "main"
   */
  gitBranch: option(
    text(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/).default("main"),
    "the name of the branch whose pushes go to dev",
    "git branch",
  ),
  /**
   * Ids of the GitHub accounts whose tags promote to prod.
   * @default - the tags of everybody who may push one
   */
  releaseActorIds: option(
    z.array(text(/^[1-9]\d{0,19}$/)).default([]),
    'a list of account ids of GitHub, such as ["583231"]: whose tags v… promote to prod; empty: the tags of everybody who may push one',
    "https://api.github.com/users/<login>, the key id; of a GitHub Enterprise server, https://<host>/api/v3/users/<login>",
  ),
  /**
   * Processor that builds run on.
   * @default "x86_64"
   */
  architecture: option(
    z.enum(["arm64", "x86_64"]).default("x86_64"),
    "x86_64 or arm64: what CodeBuild builds on; the database engine of the local run is in npm for x86_64 alone, so arm64 leaves out the tests that lean on it",
    "leave it out, unless your functions are compiled for arm64; our own run on either",
  ),
  /**
   * Whether the functions begin with a local `function.zip`; no build checks for drift then.
   * @default false
   */
  buildLambdaViaAsset: option(
    z.boolean().default(false),
    "true or false: whether the functions begin with a function.zip of the repository's folder, in place of zips packed here",
    "npx kite bundle --asset makes such a file; there is no drift check then",
  ),
  /**
   * `cron(…)` or `rate(…)`.
   * @default "cron(0 12 ? * MON-FRI *)"
   */
  driftCheckSchedule: option(
    text(/^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\))$/).default("cron(0 12 ? * MON-FRI *)"),
    "a schedule of EventBridge, cron(…) with six fields or rate(…): when drift is looked for",
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  ),
  /**
   * Time zone of the schedules, for example `Europe/Berlin`.
   * @default "UTC"
   */
  driftCheckTimeZone: option(
    timeZone.default("UTC"),
    "a time zone such as UTC or Europe/Berlin: what driftCheckSchedule, and the scan each Monday at 6:00, are meant in",
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
