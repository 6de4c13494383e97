import { z } from "zod";
import type { SettingHelp } from "./setting-help";
import type { SettingFault } from "./settings-error";

/** A name of at least two labels, in lower case, without a dot at the end. */
const DOMAIN = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** The keys of a deployment file that say under which name, and behind what, visitors reach it. */
export const domainKeys = {
  domainName: z.string().regex(DOMAIN).optional(),
  cloudflareProxy: z.boolean().default(false),
  proxyRequestsPerTenSeconds: z.int().min(1).max(10_000).default(100),
  proxyManagedRules: z.boolean().default(false),
};

/** What is wanted of each of {@link domainKeys}. */
export const DOMAIN_HELP: Readonly<Record<keyof typeof domainKeys, SettingHelp>> = {
  domainName: {
    wanted:
      "the name of a zone at Cloudflare such as example.org, in lower case, without ws. or api. before it",
    where:
      "the list of domains in the Cloudflare dashboard; leave it out to use the addresses of API Gateway",
  },
  cloudflareProxy: {
    wanted: "true, with a domainName, or false: whether Cloudflare stands before the two APIs",
    where: "decide it; docs/domain.md says what it gives and costs",
  },
  proxyRequestsPerTenSeconds: {
    wanted: "whole requests from 1 to 10000 that one address may make in ten seconds",
    where: "several visitors may share an address; a frame on an open socket is no request",
  },
  proxyManagedRules: {
    wanted: "true or false: whether Cloudflare's managed WAF rules look at requests",
    where: "true needs a paid plan of Cloudflare for the zone",
  },
};

/** A deployment's own name. */
export interface DomainSettings {
  /** The zone's name, for example `example.org`. */
  readonly domainName: string;
  /** Cloudflare before the two APIs; `undefined`: visitors reach API Gateway directly. */
  readonly proxy: ProxySettings | undefined;
}

/** What the proxy lets through. */
export interface ProxySettings {
  /** Of one address, to both hosts. */
  readonly requestsPerTenSeconds: number;
  /** Cloudflare's managed WAF rules; a paid plan. */
  readonly managedRules: boolean;
}

type DomainFile = Readonly<z.infer<z.ZodObject<typeof domainKeys>>>;

/** The domain of a deployment file; `undefined`: it has none. */
export function domainOf(file: DomainFile): DomainSettings | undefined {
  return file.domainName === undefined
    ? undefined
    : {
        domainName: file.domainName,
        proxy: file.cloudflareProxy
          ? { requestsPerTenSeconds: file.proxyRequestsPerTenSeconds, managedRules: file.proxyManagedRules }
          : undefined,
      };
}

/** What contradicts itself, if anything. */
export function domainFaults(file: DomainFile, source: string): readonly SettingFault[] {
  return file.cloudflareProxy && file.domainName === undefined
    ? [
        {
          name: "cloudflareProxy",
          source,
          kind: "wrong",
          got: "true without a domainName",
          ...DOMAIN_HELP.cloudflareProxy,
        },
      ]
    : [];
}
