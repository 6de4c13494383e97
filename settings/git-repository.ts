import { z } from "zod";

/** Services that are not GitHub Enterprise, although they serve repositories over HTTPS. */
const OTHER_SERVICES =
  /(^|\.)(gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com|sourceforge\.net|dev\.azure\.com|visualstudio\.com|amazonaws\.com(\.cn)?)$/;

/** Hosts of GitHub itself that have no repositories, such as `www.github.com`. */
const OTHER_HOSTS_OF_GITHUB = /\.(github|githubusercontent)\.com$/;

/** An owner's name and a repository's, as GitHub takes them, on a host in small letters. */
const REPOSITORY_URL =
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?\/[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/;

/** A repository at GitHub or on a GitHub Enterprise server. */
export const repositoryUrl = z
  .string()
  .regex(REPOSITORY_URL, { abort: true })
  .refine((url) => {
    if (!URL.canParse(url)) return false;
    const { hostname } = new URL(url);
    return !OTHER_SERVICES.test(hostname) && !OTHER_HOSTS_OF_GITHUB.test(hostname);
  });
